/** A file as a lesson has it. It never changes: the lesson gets another. */
export interface AttachedFile {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** By its bytes, whatever its sender said. */
  readonly type: string;
  readonly bytes: number;
}

/** When a lesson opens to who is enrolled: at a moment, so many days after they enrolled, or after they completed the lesson before it. */
export type Opens =
  | { readonly at: string }
  | { readonly daysAfterEnrollment: number }
  | { readonly daysAfterPrevious: number };

/** A lesson in its place. What it says is kept apart and never changes: rewriting a lesson gives it another text. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** Whether everybody may read it. */
  readonly preview: boolean;
  readonly textId: string;
  /** Of its text, in characters. */
  readonly length: number;
  /** Nothing for a lesson that is open from the start. */
  readonly opens?: Opens | null;
  /** Nothing for a lesson that is completed by saying so. */
  readonly quiz?: LessonQuiz | null;
  readonly file?: AttachedFile;
}

/** Which quiz a lesson has. Like its text it never changes: writing it anew gives the lesson another. */
export interface LessonQuiz {
  readonly id: string;
  /** Of its questions, in characters. */
  readonly length: number;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lessons: readonly Lesson[];
}

export const MOST_SECTIONS = 100;
export const MOST_LESSONS = 500;
/** Characters in all texts and quizzes of a course together: its learners get the texts in one answer, its author everything. */
export const MOST_TEXT = 2_000_000;

export function lessonsOf(sections: readonly Section[]): Lesson[] {
  return sections.flatMap(({ lessons }) => lessons);
}

export function filesOf(sections: readonly Section[]): AttachedFile[] {
  return lessonsOf(sections).flatMap(({ file }) => file ?? []);
}
