import type { CourseImport } from './course-import.ts';
import type { CourseRow, RowProblem } from './read-course-row.ts';

/** A row that has not ended yet. */
export interface WaitingRow {
  readonly number: number;
  /** Null for what is no row. */
  readonly cells: CourseRow | null;
}

/** What became of a row. */
export type RowEnd =
  | { readonly number: number; readonly courseId: string; readonly externalId: string | null }
  | { readonly number: number; readonly problems: readonly RowProblem[] };

export abstract class CourseImports {
  /** @param rows in their order; null for what is none */
  abstract add(courseImport: CourseImport, rows: readonly (CourseRow | null)[]): Promise<void>;

  /** Locked until the transaction ends. */
  abstract lock(id: string): Promise<CourseImport | undefined>;

  /** The next rows of an import, in their order. */
  abstract waiting(id: string, most: number): Promise<WaitingRow[]>;

  /** Which of these an instructor has imported before. */
  abstract known(instructorId: string, externalIds: readonly string[]): Promise<ReadonlySet<string>>;

  abstract end(courseImport: CourseImport, ends: readonly RowEnd[]): Promise<void>;
}
