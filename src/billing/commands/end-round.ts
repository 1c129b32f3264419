import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Round, Rounds } from '../domain/rounds.ts';

export class EndRound extends Command<void> {
  constructor(
    readonly round: Round,
    readonly reached: Date,
    readonly dueAt: Date,
  ) {
    super();
  }
}

@CommandHandler(EndRound)
export class EndRoundHandler implements ICommandHandler<EndRound> {
  constructor(private readonly rounds: Rounds) {}

  execute({ round, reached, dueAt }: EndRound): Promise<void> {
    return this.rounds.end(round, reached, dueAt);
  }
}
