import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Environment } from '../../config/environment.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AttachFile } from '../commands/attach-file.ts';
import { BeginUpload } from '../commands/begin-upload.ts';
import { ClaimUpload } from '../commands/claim-upload.ts';
import { FileTooLarge, FileTypeNotAllowed, UploadNotFound } from '../domain/file.errors.ts';
import { type Arrival, FileStorage } from '../domain/file-storage.ts';
import { FileTypes } from '../domain/file-type.ts';
import type { ReceivedFile } from '../domain/lesson-file.ts';
import { GetUpload } from '../queries/get-upload.ts';
import type { PresignedUploadView } from '../queries/lesson-content.view.ts';
import { DropFiles } from './drop-files.ts';
import { BEGINNING } from './upload-file.ts';

const GOOD_FOR_SECONDS = 3_600;

/** A file that its author sends to the store and not to us: it counts when we have looked at it. */
@Injectable()
export class PresignUpload {
  private readonly most: number;

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly storage: FileStorage,
    private readonly types: FileTypes,
    private readonly dropping: DropFiles,
    private readonly clock: Clock,
    { FILE_MAX_BYTES }: Environment,
  ) {
    this.most = FILE_MAX_BYTES;
  }

  /** @throws CourseNotFound, LessonNotFound, FileTooLarge, PresignedUploadUnavailable */
  async begin(
    courseId: string,
    lessonId: string,
    instructorId: string,
    { name, bytes }: { readonly name: string; readonly bytes: number },
  ): Promise<PresignedUploadView> {
    const fileId = newId();
    await this.commands.execute(new BeginUpload(fileId, instructorId, name, { courseId, lessonId }));
    return this.dropping.unlessDone(fileId, async () => {
      this.assertFits(bytes);
      const url = await this.storage.presignUpload(fileId, bytes, GOOD_FOR_SECONDS);
      const expiresAt = new Date(this.clock.now().getTime() + GOOD_FOR_SECONDS * 1000).toISOString();
      return { fileId, method: 'PUT', url, expiresAt };
    });
  }

  /**
   * What was sent becomes the lesson's file, or is dropped. Saying so twice changes nothing.
   * @throws UploadNotFound, CourseNotFound, LessonNotFound, FileTooLarge, FileTypeNotAllowed, FileStorageUnavailable
   */
  async complete(courseId: string, lessonId: string, instructorId: string, fileId: string): Promise<void> {
    const upload = await this.queries.execute(new GetUpload(fileId, instructorId));
    if (upload?.lessonId === lessonId) return;
    const arrival = upload && (await this.storage.arrived(fileId));
    if (!arrival) throw new UploadNotFound();
    await this.commands.execute(new ClaimUpload(fileId, instructorId));
    await this.dropping.unlessDone(fileId, async () => {
      const received = await this.inspect(fileId, arrival);
      await arrival.keep();
      await this.commands.execute(new AttachFile(courseId, instructorId, lessonId, received));
    });
  }

  private async inspect(id: string, arrival: Arrival): Promise<ReceivedFile> {
    this.assertFits(arrival.bytes);
    const type = await this.types.of(await arrival.beginning(BEGINNING));
    if (!type) throw new FileTypeNotAllowed();
    return { id, type, bytes: arrival.bytes };
  }

  private assertFits(bytes: number): void {
    if (bytes > this.most) throw new FileTooLarge(this.most);
  }
}
