import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { PaymentView } from '../billing.contract.ts';
import { viewOf } from '../domain/payment.ts';
import { Payments } from '../domain/payments.ts';

/** Notes that the provider did not say what became of a charge. The reconciler asks again. */
export class LoseTrack extends Command<PaymentView> {
  constructor(readonly paymentId: string) {
    super();
  }
}

@CommandHandler(LoseTrack)
export class LoseTrackHandler implements ICommandHandler<LoseTrack> {
  constructor(
    private readonly payments: Payments,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId }: LoseTrack): Promise<PaymentView> {
    const payment = await this.payments.lock(paymentId);
    payment.loseTrack(this.clock.now());
    return viewOf(payment);
  }
}
