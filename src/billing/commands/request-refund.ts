import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { Payments } from '../domain/payments.ts';
import { Refund, type RefundRequest } from '../domain/refund.ts';
import { RefundPolicy } from '../domain/refund-policy.ts';
import { Refunds } from '../domain/refunds.ts';

/**
 * Commits that a payment, or a part of it, is to be given back. A repeat of the same operation answers the refund that stands.
 * @throws PaymentNotFound for another person's payment too, PaymentNotRefundable, PaymentIsDisputed, RefundAmountUneven,
 * RefundExceedsPayment, RefundWindowOver
 */
export class RequestRefund extends Command<{ refundId: string }> {
  constructor(
    readonly paymentId: string,
    readonly request: RefundRequest,
    /** Whether it is for the staff to ask, or only for who has paid, within what the policy allows them. */
    readonly byStaff: boolean,
  ) {
    super();
  }
}

@CommandHandler(RequestRefund)
export class RequestRefundHandler implements ICommandHandler<RequestRefund> {
  constructor(
    private readonly payments: Payments,
    private readonly refunds: Refunds,
    private readonly policy: RefundPolicy,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, request, byStaff }: RequestRefund) {
    const { amount, reason, requestedBy, operationId } = request;
    const payment = await this.payments.lock(paymentId);
    if (!byStaff && payment.payerId !== requestedBy) throw new PaymentNotFound();
    const standing = (await this.refunds.of(paymentId)).find(refund => refund.operationId === operationId);
    if (standing) return { refundId: standing.id };

    const now = this.clock.now();
    if (!byStaff) this.policy.assertPayerMay(payment, amount, now);
    const refund = Refund.request(newId(), payment, request, now);
    this.refunds.add(refund);
    await this.audit.record({
      action: 'billing.refund_requested',
      subject: `refund:${refund.id}`,
      onBehalfOf: payment.payerId === requestedBy ? undefined : payment.payerId,
      after: { paymentId, amount: refund.amount.amount, currency: refund.amount.currency, reason },
    });
    return { refundId: refund.id };
  }
}
