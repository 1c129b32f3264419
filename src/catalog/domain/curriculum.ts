/** A file as a lesson has it. It never changes: the lesson gets another. */
export interface AttachedFile {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** By its bytes, whatever its sender said. */
  readonly type: string;
  readonly bytes: number;
}

/** A lesson in its place. What it says is kept apart and never changes: rewriting a lesson gives it another text. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** Whether everybody may read it. */
  readonly preview: boolean;
  readonly textId: string;
  /** Of its text, in characters. */
  readonly length: number;
  readonly file?: AttachedFile;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lessons: readonly Lesson[];
}

export const MOST_SECTIONS = 100;
export const MOST_LESSONS = 500;
/** Characters in all texts of a course together: whoever learns gets them in one answer. */
export const MOST_TEXT = 2_000_000;

export function lessonsOf(sections: readonly Section[]): Lesson[] {
  return sections.flatMap(({ lessons }) => lessons);
}

export function filesOf(sections: readonly Section[]): AttachedFile[] {
  return lessonsOf(sections).flatMap(({ file }) => file ?? []);
}
