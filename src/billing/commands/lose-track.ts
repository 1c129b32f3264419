import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Payments } from '../domain/payments.ts';

/** Notes that the provider did not say what became of a charge. The reconciler asks again. */
export class LoseTrack extends Command<void> {
  constructor(
    readonly paymentId: string,
    /** See OutcomeUnknown. */
    readonly keyIsSpent = false,
  ) {
    super();
  }
}

@CommandHandler(LoseTrack)
export class LoseTrackHandler implements ICommandHandler<LoseTrack> {
  constructor(
    private readonly payments: Payments,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, keyIsSpent }: LoseTrack): Promise<void> {
    const payment = await this.payments.lock(paymentId);
    payment.loseTrack(this.clock.now(), keyIsSpent);
  }
}
