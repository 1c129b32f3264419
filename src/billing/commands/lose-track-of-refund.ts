import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Payments } from '../domain/payments.ts';
import { Refunds } from '../domain/refunds.ts';

/** Notes that the provider did not say what became of a refund. The reconciler asks again. */
export class LoseTrackOfRefund extends Command<void> {
  constructor(
    readonly paymentId: string,
    readonly refundId: string,
    /** See OutcomeUnknown. */
    readonly keyIsSpent = false,
  ) {
    super();
  }
}

@CommandHandler(LoseTrackOfRefund)
export class LoseTrackOfRefundHandler implements ICommandHandler<LoseTrackOfRefund> {
  constructor(
    private readonly payments: Payments,
    private readonly refunds: Refunds,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, refundId, keyIsSpent }: LoseTrackOfRefund): Promise<void> {
    await this.payments.lock(paymentId);
    const refund = (await this.refunds.of(paymentId)).find(({ id }) => id === refundId);
    refund?.loseTrack(this.clock.now(), keyIsSpent);
  }
}
