import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { type Round, Rounds } from '../domain/rounds.ts';

/** Keeps the turn at something that takes long; undefined when somebody has taken it over. */
export class RenewRound extends Command<Round | undefined> {
  constructor(readonly round: Round) {
    super();
  }
}

@CommandHandler(RenewRound)
export class RenewRoundHandler implements ICommandHandler<RenewRound> {
  constructor(
    private readonly rounds: Rounds,
    private readonly clock: Clock,
  ) {}

  execute({ round }: RenewRound): Promise<Round | undefined> {
    return this.rounds.renew(round, this.clock.now());
  }
}
