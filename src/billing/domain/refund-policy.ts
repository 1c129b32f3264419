import { DAY_MS } from '../../kernel/domain/clock.ts';
import type { Payment } from './payment.ts';
import { PaymentNotRefundable, RefundWindowOver } from './refund.errors.ts';

/** What payers may take back by themselves: a course, all that is left of it, for some days. The rest is up to the staff. */
export class RefundPolicy {
  constructor(private readonly windowDays: number) {}

  /**
   * @param amount minor units; absent for all that is left
   * @throws PaymentNotRefundable, RefundWindowOver
   */
  assertPayerMay(payment: Payment, amount: number | undefined, now: Date): void {
    if (payment.purpose !== 'course_purchase' || (amount ?? payment.refundable) < payment.refundable)
      throw new PaymentNotRefundable(
        payment.state,
        'You can take back a whole course. For anything else ask the support.',
      );
    const paidAt = payment.submittedAt ?? payment.createdAt;
    if (now.getTime() - paidAt.getTime() > this.windowDays * DAY_MS) throw new RefundWindowOver(this.windowDays);
  }
}
