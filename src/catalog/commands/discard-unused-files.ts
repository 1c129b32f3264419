import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { LessonFiles } from '../domain/lesson-files.ts';

const DAY_MS = 24 * 3_600_000;

/** Gives up the files that nothing needs, a day after they came. @returns those whose bytes are to go */
export class DiscardUnusedFiles extends Command<readonly string[]> {}

@CommandHandler(DiscardUnusedFiles)
export class DiscardUnusedFilesHandler implements ICommandHandler<DiscardUnusedFiles> {
  constructor(
    private readonly files: LessonFiles,
    private readonly clock: Clock,
  ) {}

  execute(): Promise<readonly string[]> {
    return this.files.discardUnused(new Date(this.clock.now().getTime() - DAY_MS));
  }
}
