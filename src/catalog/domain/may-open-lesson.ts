import type { Lesson } from './curriculum.ts';

/** What somebody is to a course. */
export interface Reader {
  readonly isInstructor: boolean;
  readonly isEnrolled: boolean;
}

/** Whoever opens a lesson comes through here. */
export function mayOpenLesson({ preview }: Pick<Lesson, 'preview'>, { isInstructor, isEnrolled }: Reader): boolean {
  return isInstructor || isEnrolled || preview;
}
