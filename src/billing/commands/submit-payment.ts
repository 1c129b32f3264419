import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { Purpose } from '../billing.contract.ts';
import { ChargeLimit } from '../domain/charge-limit.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import type { Charging } from '../domain/payment.ts';
import { Payments } from '../domain/payments.ts';

/**
 * Commits what is about to be charged: the standing payment, or a new attempt if that one failed.
 * @throws PaymentNotFound, TooManyCharges, AlreadyPaid, PaymentInProgress
 */
export class SubmitPayment extends Command<{ paymentId: string }> {
  constructor(
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly charging: Charging,
  ) {
    super();
  }
}

@CommandHandler(SubmitPayment)
export class SubmitPaymentHandler implements ICommandHandler<SubmitPayment> {
  constructor(
    private readonly payments: Payments,
    private readonly limit: ChargeLimit,
    private readonly clock: Clock,
  ) {}

  async execute({ payerId, purpose, reference, charging }: SubmitPayment) {
    const standing = await this.payments.lockLatest(purpose, reference);
    if (standing?.payerId !== payerId) throw new PaymentNotFound();

    const now = this.clock.now();
    const payment = standing.isLive ? standing : standing.again(newId(), now);
    if (payment.paymentMethod === null)
      this.limit.assertAllows(await this.payments.countCharges(payerId, this.limit.since(now)));
    payment.submit(charging, now);
    this.payments.add(payment);
    return { paymentId: payment.id };
  }
}
