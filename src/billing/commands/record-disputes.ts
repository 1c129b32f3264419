import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import { Dispute, type DisputeStep } from '../domain/dispute.ts';
import type { ProviderDispute } from '../domain/dispute-gateway.ts';
import {
  disputeOf,
  disputeReturnOf,
  disputeReturnSettlementOf,
  disputeSettlementOf,
} from '../domain/dispute-postings.ts';
import { Disputes } from '../domain/disputes.ts';
import { Earnings } from '../domain/earning.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import type { Payment } from '../domain/payment.ts';
import { Payments } from '../domain/payments.ts';
import { postReversal } from '../domain/post-reversal.ts';

/** Takes over what the provider says of the disputes of a payment, and posts the money that moved. */
export class RecordDisputes extends Command<void> {
  constructor(
    readonly paymentId: string,
    readonly told: readonly ProviderDispute[],
  ) {
    super();
  }
}

@CommandHandler(RecordDisputes)
export class RecordDisputesHandler implements ICommandHandler<RecordDisputes> {
  constructor(
    private readonly payments: Payments,
    private readonly disputes: Disputes,
    private readonly ledger: MoneyLedger,
    private readonly earnings: Earnings,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, told }: RecordDisputes): Promise<void> {
    const payment = await this.payments.lock(paymentId);
    const known = await this.disputes.of(paymentId);
    const now = this.clock.now();
    for (const news of told) {
      const dispute = known.find(({ providerId }) => providerId === news.id) ?? this.takeIn(payment, news);
      const wasLost = dispute.isLost;
      for (const step of dispute.learn(news, now)) await this.follow(payment, dispute, step, now);
      if (wasLost && !dispute.isLost) payment.recover(dispute);
    }
  }

  private takeIn(payment: Payment, news: ProviderDispute): Dispute {
    const dispute = Dispute.takeIn(newId(), payment, news);
    this.disputes.add(dispute);
    return dispute;
  }

  private async follow(payment: Payment, dispute: Dispute, step: DisputeStep, now: Date): Promise<void> {
    const before = payment.reversed;
    switch (step) {
      case 'withdrawn':
        payment.withdraw(dispute);
        return this.reverse(payment, before, reversal => disputeOf(dispute, reversal, now));
      case 'withdrawal_settled':
        return this.ledger.post(disputeSettlementOf(dispute, now));
      case 'returned':
        payment.reinstate(dispute);
        return this.reverse(payment, before, reversal => disputeReturnOf(dispute, reversal, now));
      case 'return_settled':
        return this.ledger.post(disputeReturnSettlementOf(dispute, now));
      default:
        payment.closeDispute(dispute, step === 'won');
    }
  }
  private reverse(payment: Payment, before: number, posting: (reversal: readonly Entry[]) => Posting): Promise<void> {
    return postReversal(this.ledger, this.earnings, payment, before, posting);
  }
}
