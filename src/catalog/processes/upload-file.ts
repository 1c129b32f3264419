import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Environment } from '../../config/environment.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AttachFile } from '../commands/attach-file.ts';
import { BeginUpload } from '../commands/begin-upload.ts';
import { beginningOf, bounded } from '../domain/bytes.ts';
import { FileTooLarge, FileTypeNotAllowed } from '../domain/file.errors.ts';
import { type Bytes, FileStorage } from '../domain/file-storage.ts';
import { FileTypes } from '../domain/file-type.ts';
import type { ReceivedFile } from '../domain/lesson-file.ts';
import { DropFiles } from './drop-files.ts';

/** What tells the type of a file is in its first bytes. */
export const BEGINNING = 4_100;

export interface SentFile {
  /** As its sender calls it. */
  readonly name: string;
  readonly bytes: Bytes;
}

/** A file on its way: it is announced, then stored, then a lesson's. What fails leaves nothing behind. */
@Injectable()
export class UploadFile {
  private readonly most: number;

  constructor(
    private readonly commands: CommandBus,
    private readonly storage: FileStorage,
    private readonly types: FileTypes,
    private readonly dropping: DropFiles,
    { FILE_MAX_BYTES }: Environment,
  ) {
    this.most = FILE_MAX_BYTES;
  }

  /** @throws CourseNotFound, LessonNotFound, FileTooLarge, FileTypeNotAllowed, FileStorageUnavailable, and what the bytes throw */
  async upload(courseId: string, lessonId: string, instructorId: string, { name, bytes }: SentFile): Promise<void> {
    const fileId = newId();
    await this.commands.execute(new BeginUpload(fileId, instructorId, name, { courseId, lessonId }));
    await this.dropping.unlessDone(fileId, async () => {
      const received = await this.store(fileId, bytes);
      await this.commands.execute(new AttachFile(courseId, instructorId, lessonId, received));
    });
  }

  /** Stores a file for a course that is not there yet. @throws like {@link upload} */
  async receive(instructorId: string, { name, bytes }: SentFile): Promise<ReceivedFile> {
    const fileId = newId();
    await this.commands.execute(new BeginUpload(fileId, instructorId, name));
    return this.dropping.unlessDone(fileId, () => this.store(fileId, bytes));
  }

  private async store(id: string, source: Bytes): Promise<ReceivedFile> {
    const { beginning, all } = await beginningOf(source, BEGINNING);
    const type = await this.types.of(beginning);
    if (!type) throw new FileTypeNotAllowed();
    return { id, type, bytes: await this.storage.put(id, bounded(all, this.most, new FileTooLarge(this.most))) };
  }
}
