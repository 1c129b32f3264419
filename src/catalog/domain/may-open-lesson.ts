import type { Lesson } from './curriculum.ts';

/** What somebody is to a lesson. */
export interface Reader {
  readonly isInstructor: boolean;
  /** Whether they are enrolled, and the lesson has opened to them. */
  readonly hasReached: boolean;
}

/** Whoever opens a lesson comes through here. */
export function mayOpenLesson({ preview }: Pick<Lesson, 'preview'>, { isInstructor, hasReached }: Reader): boolean {
  return isInstructor || hasReached || preview;
}
