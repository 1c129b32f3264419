import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LessonFiles } from '../domain/lesson-files.ts';

/** The bytes of a discarded file are gone. */
export class ForgetFile extends Command<void> {
  constructor(readonly fileId: string) {
    super();
  }
}

@CommandHandler(ForgetFile)
export class ForgetFileHandler implements ICommandHandler<ForgetFile> {
  constructor(private readonly files: LessonFiles) {}

  execute({ fileId }: ForgetFile): Promise<void> {
    return this.files.forget(fileId);
  }
}
