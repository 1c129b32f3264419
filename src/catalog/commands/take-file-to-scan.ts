import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { LessonFiles } from '../domain/lesson-files.ts';

/** Who has taken a file and says nothing for so long has failed. */
const LEASE_MS = 5 * 60_000;

/** Takes a file that waits to be scanned. @returns its id; undefined when none waits */
export class TakeFileToScan extends Command<string | undefined> {}

@CommandHandler(TakeFileToScan)
export class TakeFileToScanHandler implements ICommandHandler<TakeFileToScan> {
  constructor(
    private readonly files: LessonFiles,
    private readonly clock: Clock,
  ) {}

  execute(): Promise<string | undefined> {
    const now = this.clock.now();
    return this.files.takeToScan(now, new Date(now.getTime() + LEASE_MS));
  }
}
