import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LessonFiles } from '../domain/lesson-files.ts';

/** Takes an upload to complete it: nobody else does so at the same time, with other bytes. @throws UploadNotFound */
export class ClaimUpload extends Command<void> {
  constructor(
    readonly fileId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

@CommandHandler(ClaimUpload)
export class ClaimUploadHandler implements ICommandHandler<ClaimUpload> {
  constructor(private readonly files: LessonFiles) {}

  async execute({ fileId, instructorId }: ClaimUpload): Promise<void> {
    const file = await this.files.lock(fileId, instructorId);
    file.claim();
  }
}
