import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, DAY_MS } from '../../kernel/domain/clock.ts';
import { LessonFiles } from '../domain/lesson-files.ts';

/** Gives up the files that nothing needs, a day after they came. */
export class DiscardUnusedFiles extends Command<void> {}

@CommandHandler(DiscardUnusedFiles)
export class DiscardUnusedFilesHandler implements ICommandHandler<DiscardUnusedFiles> {
  constructor(
    private readonly files: LessonFiles,
    private readonly clock: Clock,
  ) {}

  execute(): Promise<void> {
    return this.files.discardUnused(new Date(this.clock.now().getTime() - DAY_MS));
  }
}
