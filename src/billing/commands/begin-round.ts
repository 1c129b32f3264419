import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { type Round, Rounds } from '../domain/rounds.ts';

/** Takes the turn at what one process does for all; undefined when it is not due, or somebody is at it. */
export class BeginRound extends Command<Round | undefined> {
  constructor(
    readonly name: string,
    /** How far back the first round ever goes, in milliseconds. */
    readonly firstBack: number,
  ) {
    super();
  }
}

@CommandHandler(BeginRound)
export class BeginRoundHandler implements ICommandHandler<BeginRound> {
  constructor(
    private readonly rounds: Rounds,
    private readonly clock: Clock,
  ) {}

  execute({ name, firstBack }: BeginRound): Promise<Round | undefined> {
    const now = this.clock.now();
    return this.rounds.begin(name, new Date(now.getTime() - firstBack), now);
  }
}
