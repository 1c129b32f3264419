import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type PayoutDue, PayoutRuns } from '../domain/payout-run.ts';

/** Somebody who was due in a run is not paid after all: a refund came between, or their own request. */
export class SkipPayout extends Command<void> {
  constructor(
    readonly due: PayoutDue,
    /** The code of the rule that stood against it. */
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(SkipPayout)
export class SkipPayoutHandler implements ICommandHandler<SkipPayout> {
  constructor(private readonly runs: PayoutRuns) {}

  async execute({ due, reason }: SkipPayout): Promise<void> {
    await this.runs.skip(due, reason);
  }
}
