import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { RequestPayment } from '../billing.contract.ts';
import { ChargeLimit } from '../domain/charge-limit.ts';
import { Payment } from '../domain/payment.ts';
import { PaymentMethods } from '../domain/payment-methods.ts';
import { Payments } from '../domain/payments.ts';

@CommandHandler(RequestPayment)
export class RequestPaymentHandler implements ICommandHandler<RequestPayment> {
  constructor(
    private readonly payments: Payments,
    private readonly methods: PaymentMethods,
    private readonly limit: ChargeLimit,
    private readonly clock: Clock,
  ) {}

  async execute(request: RequestPayment) {
    const { payerId, purpose, reference, amount, shares, description, submission, subject } = request;
    const standing = await this.payments.lockLatest(purpose, reference);
    if (standing) return { paymentId: standing.id, paymentState: standing.state };

    const now = this.clock.now();
    const payment = Payment.request(newId(), payerId, purpose, reference, amount, shares, description, now, subject);
    const paymentMethod = submission && (await this.methods.resolve(payerId, submission.paymentMethod));
    // Beyond the limit it waits to be charged, and whoever charges it is refused.
    if (paymentMethod && this.limit.allows(await this.payments.countCharges(payerId, this.limit.since(now))))
      payment.submit({ ...submission, paymentMethod }, now);
    this.payments.add(payment);
    return { paymentId: payment.id, paymentState: payment.state };
  }
}
