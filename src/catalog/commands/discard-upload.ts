import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LessonFiles } from '../domain/lesson-files.ts';

/** Gives an upload up. @returns whether its bytes may go: what a lesson has got meanwhile stays */
export class DiscardUpload extends Command<boolean> {
  constructor(readonly fileId: string) {
    super();
  }
}

@CommandHandler(DiscardUpload)
export class DiscardUploadHandler implements ICommandHandler<DiscardUpload> {
  constructor(private readonly files: LessonFiles) {}

  async execute({ fileId }: DiscardUpload): Promise<boolean> {
    const file = await this.files.find(fileId);
    file?.discard();
    return !file || file.state === 'discarded';
  }
}
