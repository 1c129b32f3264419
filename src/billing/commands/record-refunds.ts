import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Earnings } from '../domain/earning.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import type { Payment, RefundEnd } from '../domain/payment.ts';
import { Payments } from '../domain/payments.ts';
import { postReversal } from '../domain/post-reversal.ts';
import { Refund } from '../domain/refund.ts';
import type { ProviderRefund } from '../domain/refund-gateway.ts';
import { refundOf, refundReturnOf, refundSettlementOf } from '../domain/refund-postings.ts';
import { Refunds } from '../domain/refunds.ts';

/**
 * Takes over what the provider says of the refunds of a payment, also of those that were made at the provider, and posts the
 * money that moved.
 */
export class RecordRefunds extends Command<void> {
  constructor(
    readonly paymentId: string,
    readonly told: readonly ProviderRefund[],
  ) {
    super();
  }
}

@CommandHandler(RecordRefunds)
export class RecordRefundsHandler implements ICommandHandler<RecordRefunds> {
  constructor(
    private readonly payments: Payments,
    private readonly refunds: Refunds,
    private readonly ledger: MoneyLedger,
    private readonly earnings: Earnings,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, told }: RecordRefunds): Promise<void> {
    const payment = await this.payments.lock(paymentId);
    const refunds = await this.refunds.of(paymentId);
    const known = told.map(news => ({ news, refund: refunds.find(refund => refund.isMeantBy(news)) }));
    // The known first: one that has failed gives back what it had reserved.
    for (const { news, refund } of known) if (refund) await this.record(payment, refund, news);
    for (const { news, refund } of known)
      if (!refund && news.state !== 'failed') await this.record(payment, this.takeIn(payment, news), news);
  }

  private takeIn(payment: Payment, news: ProviderRefund): Refund {
    const refund = Refund.takeIn(newId(), payment, news, this.clock.now());
    this.refunds.add(refund);
    return refund;
  }

  private async record(payment: Payment, refund: Refund, news: ProviderRefund): Promise<void> {
    const now = this.clock.now();
    const { end, feeKnown } = refund.learn(news, now);
    if (end) await this.follow(payment, refund, end, now);
    if (feeKnown) await this.ledger.post(refundSettlementOf(refund, now));
  }

  private async follow(payment: Payment, refund: Refund, end: RefundEnd, now: Date): Promise<void> {
    const before = payment.reversed;
    payment.endRefund(refund.amount.amount, end);
    if (end === 'refused') return;
    const posting = end === 'given' ? refundOf : refundReturnOf;
    await postReversal(this.ledger, this.earnings, payment, before, reversal => posting(refund, reversal, now));
  }
}
