import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { LessonFiles } from '../domain/lesson-files.ts';

const BATCH = 100;
/** Who has taken files and has not dropped them for so long has failed. */
const LEASE_MS = 30 * 60_000;

/** Takes some of the discarded files, whose bytes are to go. @returns their ids; none when no others wait */
export class TakeFilesToDrop extends Command<readonly string[]> {}

@CommandHandler(TakeFilesToDrop)
export class TakeFilesToDropHandler implements ICommandHandler<TakeFilesToDrop> {
  constructor(
    private readonly files: LessonFiles,
    private readonly clock: Clock,
  ) {}

  execute(): Promise<readonly string[]> {
    const now = this.clock.now();
    return this.files.takeToDrop(now, new Date(now.getTime() + LEASE_MS), BATCH);
  }
}
