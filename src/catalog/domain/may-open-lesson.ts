import type { Lesson } from './curriculum.ts';

/** What somebody is to a lesson. */
export interface Reader {
  readonly isInstructor: boolean;
  /** Whether they review courses, and it is waiting for that. */
  readonly isReviewer: boolean;
  /** Whether they are enrolled, and the lesson has opened to them. */
  readonly hasReached: boolean;
}

/** Whoever opens a lesson comes through here. */
export function mayOpenLesson({ preview }: Pick<Lesson, 'preview'>, reader: Reader): boolean {
  return reader.isInstructor || reader.isReviewer || reader.hasReached || preview;
}
