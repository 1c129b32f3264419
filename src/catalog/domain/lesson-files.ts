import type { LessonFile } from './lesson-file.ts';

export abstract class LessonFiles {
  abstract add(file: LessonFile): void;

  abstract of(ids: readonly string[]): Promise<readonly LessonFile[]>;

  /** Locked until the transaction ends. */
  abstract find(id: string): Promise<LessonFile | undefined>;

  /** The instructor's upload, locked until the transaction ends. @throws UploadNotFound */
  abstract lock(id: string, instructorId: string): Promise<LessonFile>;

  /** Takes a file that waits to be scanned, and keeps others from it until then. @returns its id */
  abstract takeToScan(now: Date, until: Date): Promise<string | undefined>;

  /** Discards what was begun, or received, before then and is in no draft and no release. */
  abstract discardUnused(before: Date): Promise<void>;

  /** Takes some of what is discarded, and keeps others from it until then. @returns their ids */
  abstract takeToDrop(now: Date, until: Date, most: number): Promise<readonly string[]>;

  /** Forgets what was discarded. */
  abstract forget(id: string): Promise<void>;
}
