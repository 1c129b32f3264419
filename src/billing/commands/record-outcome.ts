import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { PaymentView } from '../billing.contract.ts';
import { MoneyLedger, partsOf, saleOf, settlementOf } from '../domain/money-ledger.ts';
import { type Payment, viewOf } from '../domain/payment.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';
import { Payments } from '../domain/payments.ts';
import { standingsOf } from '../domain/standing.ts';

/** Takes over what the provider says of a payment, and posts the money that moved. */
export class RecordOutcome extends Command<PaymentView> {
  constructor(
    readonly paymentId: string,
    readonly outcome: ProviderPayment,
  ) {
    super();
  }
}

@CommandHandler(RecordOutcome)
export class RecordOutcomeHandler implements ICommandHandler<RecordOutcome> {
  constructor(
    private readonly payments: Payments,
    private readonly ledger: MoneyLedger,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, outcome }: RecordOutcome): Promise<PaymentView> {
    const payment = await this.payments.lock(paymentId);
    const now = this.clock.now();
    const { succeeded, feeKnown } = payment.learn(outcome, now);
    const sale = succeeded ? [await this.sale(payment, now)] : [];
    const postings = [...sale, ...(feeKnown ? [settlementOf(payment, now)] : [])];
    if (postings.length > 0) await this.ledger.post(...postings);
    return viewOf(payment);
  }

  private async sale(payment: Payment, now: Date) {
    return saleOf(payment, await standingsOf(this.ledger, partsOf(payment)), now);
  }
}
