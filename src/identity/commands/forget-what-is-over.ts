import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Leftovers } from '../domain/leftovers.ts';

/** Drops sessions, links and devices that nobody will ask for again. */
export class ForgetWhatIsOver extends Command<void> {}

@CommandHandler(ForgetWhatIsOver)
export class ForgetWhatIsOverHandler implements ICommandHandler<ForgetWhatIsOver> {
  constructor(
    private readonly leftovers: Leftovers,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    await this.leftovers.forget(this.clock.now());
  }
}
