import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import type { PaymentView } from '../billing.contract.ts';
import { Earnings, earningsOf } from '../domain/earning.ts';
import { MoneyLedger, partsOf, saleOf, settlementOf } from '../domain/money-ledger.ts';
import { type Payment, viewOf } from '../domain/payment.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';
import { Payments } from '../domain/payments.ts';
import { PayoutPolicy } from '../domain/payout-policy.ts';
import { Receipt, Receipts, Seller, yearOf } from '../domain/receipt.ts';
import { standingsOf } from '../domain/standing.ts';

/** Takes over what the provider says of a payment, and posts the money that moved. A success gets its receipt. */
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
    private readonly earnings: Earnings,
    private readonly policy: PayoutPolicy,
    private readonly receipts: Receipts,
    private readonly seller: Seller,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, outcome }: RecordOutcome): Promise<PaymentView> {
    const payment = await this.payments.lock(paymentId);
    const now = this.clock.now();
    const { succeeded, feeKnown } = payment.learn(outcome, now);
    const sale = succeeded ? [await this.sale(payment, now)] : [];
    const postings = [...sale, ...(feeKnown ? [settlementOf(payment, now)] : [])];
    if (postings.length > 0) await this.ledger.post(...postings);
    if (succeeded) await this.earnings.add(earningsOf(payment, this.policy, now));
    if (succeeded) await this.issueReceipt(payment, outcome.method ?? null, now);
    return viewOf(payment);
  }

  private async sale(payment: Payment, now: Date) {
    return saleOf(payment, await standingsOf(this.ledger, partsOf(payment)), now);
  }

  /** The last step, because whoever is paid next waits for a number until this transaction ends. */
  private async issueReceipt(payment: Payment, method: string | null, now: Date): Promise<void> {
    const account = await this.queries.execute(new GetAccount(payment.payerId));
    const payer = account ? { name: account.name, email: account.email } : null;
    const sequence = await this.receipts.nextOf(yearOf(now));
    this.receipts.add(Receipt.issue(payment, sequence, payer, this.seller, method, now));
  }
}
