import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Payouts } from '../domain/payout.ts';

/** Notes that the provider did not say what became of a payout. The reconciler asks again. */
export class LoseTrackOfPayout extends Command<void> {
  constructor(
    readonly payoutId: string,
    /** See OutcomeUnknown. */
    readonly keyIsSpent = false,
  ) {
    super();
  }
}

@CommandHandler(LoseTrackOfPayout)
export class LoseTrackOfPayoutHandler implements ICommandHandler<LoseTrackOfPayout> {
  constructor(
    private readonly payouts: Payouts,
    private readonly clock: Clock,
  ) {}

  async execute({ payoutId, keyIsSpent }: LoseTrackOfPayout): Promise<void> {
    const payout = await this.payouts.lock(payoutId);
    payout.loseTrack(this.clock.now(), keyIsSpent);
  }
}
