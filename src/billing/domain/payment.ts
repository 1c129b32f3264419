import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { Money } from '../../kernel/domain/money.ts';
import {
  DisputeClosed,
  PaymentActionRequired,
  PaymentDisputed,
  PaymentFailed,
  PaymentRefunded,
  type PaymentState,
  PaymentSucceeded,
  type PaymentView,
  type Purpose,
  type Share,
  type Submission,
} from '../billing.contract.ts';
import type { Exchange } from './exchange.ts';
import { LAST_CHECK, nextCheck } from './next-check.ts';
import { AlreadyPaid, PaymentInProgress, PaymentVoided, SharesExceedAmount } from './payment.errors.ts';
import type { Failure, ProviderPayment } from './payment-gateway.ts';
import { PaymentIsDisputed, PaymentNotRefundable, RefundExceedsPayment } from './refund.errors.ts';

/** Later states win over earlier ones, whatever order they are heard of in. Money that was taken beats everything. */
const ORDER: Readonly<Record<PaymentState, number>> = {
  pending: 0,
  unknown: 0,
  requires_action: 1,
  processing: 2,
  failed: 3,
  canceled: 3,
  voided: 3,
  succeeded: 4,
};

/** A submission that says what is charged, by the provider's id. */
export interface Charging extends Submission {
  readonly paymentMethod: string;
}

/** How a refund comes to an end: the money is given back; the provider refused; or the bank has sent back what was given. */
export type RefundEnd = 'given' | 'refused' | 'returned';

/** What a payment follows of a dispute. */
interface Disputed {
  readonly id: string;
  readonly amount: Money;
  readonly reason: string;
  readonly evidenceDueAt: Date | null;
}

/** One attempt to collect an amount for one purpose. Its amount, currency, shares, purpose and subject never change. */
export class Payment extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly amount: Money,
    readonly shares: readonly Share[],
    readonly description: string,
    readonly createdAt: Date,
    readonly subject: string | null,
    private _state: PaymentState,
    private _paymentMethod: string | null,
    private _providerId: string | null,
    private _failure: Failure | null,
    private _fee: number | null,
    private _submittedAt: Date | null,
    private _operationId: string | null,
    private _offSession: boolean,
    private _checks: number,
    private _checkAt: Date | null,
    private _refunded: number,
    private _refunding: number,
    private _disputed: number,
    private _lost: number,
    private _excess: number,
    private _exchange: Exchange | null,
    private _spentAt: Date | null,
  ) {
    super();
  }

  /** @throws SharesExceedAmount */
  static request(
    id: string,
    payerId: string,
    purpose: Purpose,
    reference: string,
    amount: Money,
    shares: readonly Share[],
    description: string,
    now: Date,
    subject: string | null = null,
  ): Payment {
    const shared = shares.reduce((sum, share) => sum + share.amount, 0);
    const isSound = ({ amount: part, base = amount.amount }: Share) =>
      part >= 0 && part <= base && base <= amount.amount;
    if (shared > amount.amount || !shares.every(isSound)) throw new SharesExceedAmount();
    return new Payment(
      id,
      payerId,
      purpose,
      reference,
      amount,
      shares,
      description,
      now,
      subject,
      'pending',
      null,
      null,
      null,
      null,
      null,
      null,
      false,
      0,
      null,
      0,
      0,
      0,
      0,
      0,
      null,
      null,
    );
  }

  get state(): PaymentState {
    return this._state;
  }

  get paymentMethod(): string | null {
    return this._paymentMethod;
  }

  get providerId(): string | null {
    return this._providerId;
  }

  get failure(): Failure | null {
    return this._failure;
  }

  /** What the provider kept, in minor units of the currency it settled in; null until it has said so. */
  get fee(): number | null {
    return this._fee;
  }

  /** Where it settled in another currency: as final as the fee. */
  get exchange(): Exchange | null {
    return this._exchange;
  }

  /** When its charge was first asked for. */
  get submittedAt(): Date | null {
    return this._submittedAt;
  }

  /** When the provider is to be asked what became of this payment; null when that is known, or a person has to look. */
  get checkAt(): Date | null {
    return this._checkAt;
  }

  /** How much was given back to the payer, in minor units. */
  get refunded(): number {
    return this._refunded;
  }

  /** How much the payer's bank has taken back, be it decided or not, in minor units. */
  get disputed(): number {
    return this._disputed;
  }

  /** What of the sale is reversed. The provider may tell of more than was paid. */
  get reversed(): number {
    return this._refunded + this._disputed;
  }

  /** What is neither gone nor about to be. */
  get refundable(): number {
    return Math.max(0, this.amount.amount - this.reversed - this._refunding);
  }

  get isLive(): boolean {
    return !['failed', 'canceled', 'voided'].includes(this._state);
  }

  /**
   * Nobody may charge it any more.
   * @returns false when it is charged already, or being charged
   */
  void(): boolean {
    if (this.isLive && this._paymentMethod !== null) return false;
    this._state = 'voided';
    this._failure = null;
    return true;
  }

  /** The same amount for the same thing, tried once more after this attempt came to nothing. @throws PaymentVoided */
  again(id: string, now: Date): Payment {
    if (this._state === 'voided') throw new PaymentVoided();
    return Payment.request(
      id,
      this.payerId,
      this.purpose,
      this.reference,
      this.amount,
      this.shares,
      this.description,
      now,
      this.subject,
    );
  }

  /**
   * Decides what will be charged. A repeat with the same method changes nothing.
   * @throws AlreadyPaid, and PaymentInProgress when another method is being charged
   */
  submit({ paymentMethod, operationId, offSession = false }: Charging, now: Date): void {
    if (this._state === 'succeeded') throw new AlreadyPaid(this.id);
    if (this._paymentMethod === paymentMethod) return;
    if (this._paymentMethod) throw new PaymentInProgress(this.id);
    this._paymentMethod = paymentMethod;
    this._operationId = operationId;
    this._offSession = offSession;
    this._submittedAt = now;
    this.checkLater(now);
  }

  /**
   * The provider did not answer. What became of the charge is found out later; nothing is guessed.
   * @param keyIsSpent see {@link OutcomeUnknown}
   */
  loseTrack(now: Date, keyIsSpent = false): void {
    if (this._state === 'pending') this._state = 'unknown';
    if (keyIsSpent) this._spentAt ??= now;
    this.checkLater(now);
  }

  /** Takes over what the provider says, forward only. Hearing it again, or hearing something older, changes nothing. */
  learn(provider: ProviderPayment, now: Date): { succeeded: boolean; feeKnown: boolean } {
    this._providerId ??= provider.id;
    const forward = ORDER[provider.state] > ORDER[this._state] || this._state === 'unknown';
    if (forward) this.enter(provider);
    const feeKnown = this._state === 'succeeded' && this._fee === null && provider.fee !== null;
    if (feeKnown) {
      this._fee = provider.fee;
      this._exchange = provider.exchange ?? null;
    }
    this.checkLater(now);
    return { succeeded: forward && this._state === 'succeeded', feeKnown };
  }

  /**
   * Sets an amount aside to be given back, so that all refunds together never exceed what was paid.
   * @param amount minor units; without it all that is left
   * @throws PaymentNotRefundable, PaymentIsDisputed, RefundExceedsPayment
   */
  reserveRefund(amount = this.refundable): Money {
    this.assertSucceeded();
    if (amount > this.refundable || amount < 1) {
      const Refusal = this._disputed > 0 ? PaymentIsDisputed : RefundExceedsPayment;
      throw new Refusal(this.refundable);
    }
    this._refunding += amount;
    return Money.of(amount, this.amount.currency);
  }

  /** Somebody gives it back at the provider, whatever is left. @throws PaymentNotRefundable */
  admitRefund(amount: number): Money {
    this.assertSucceeded();
    this._refunding += amount;
    this.admitExcess();
    return Money.of(amount, this.amount.currency);
  }

  /** Follows a refund to its end: what was reserved is gone or free again, or what was gone has come back. */
  endRefund(amount: number, end: RefundEnd): void {
    if (end === 'returned') this._refunded -= amount;
    else this._refunding -= amount;
    if (end === 'given') this._refunded += amount;
    this.admitExcess();
    if (end !== 'given') return;
    const { id, payerId, purpose, reference, description } = this;
    const { currency } = this.amount;
    this.record(new PaymentRefunded(id, payerId, purpose, reference, description, amount, currency, this.isAllBack));
  }

  /** The payer's bank has taken it, whatever is left. @throws PaymentNotRefundable before the payment is known to have succeeded */
  withdraw({ id: disputeId, amount: { amount, currency }, reason, evidenceDueAt }: Disputed): void {
    this.assertSucceeded();
    this._disputed += amount;
    this.admitExcess();
    const { id, payerId, purpose, reference, description } = this;
    const due = evidenceDueAt?.toISOString() ?? null;
    this.record(
      new PaymentDisputed(id, payerId, purpose, reference, description, disputeId, reason, amount, currency, due),
    );
  }

  /** The bank has returned what it had taken. */
  reinstate({ amount }: Disputed): void {
    this._disputed -= amount.amount;
    this.admitExcess();
  }

  /** It has returned even what was lost. */
  recover({ amount }: Disputed): void {
    this._lost -= amount.amount;
  }

  /** The bank has decided. */
  closeDispute({ id: disputeId, amount: { amount, currency } }: Disputed, won: boolean): void {
    if (!won) this._lost += amount;
    const { id, payerId, purpose, reference, description, isAllBack } = this;
    this.record(
      new DisputeClosed(id, payerId, purpose, reference, description, disputeId, amount, currency, won, isAllBack),
    );
  }

  /** Whether the payer has everything back for good, in whatever way. */
  private get isAllBack(): boolean {
    return this._refunded + this._lost >= this.amount.amount;
  }

  private assertSucceeded(): void {
    if (this._state !== 'succeeded') throw new PaymentNotRefundable(this._state);
  }

  /** What others have done is a fact, however far it goes. Only what we ask for ourselves has to fit. */
  private admitExcess(): void {
    this._excess = Math.max(0, this.reversed + this._refunding - this.amount.amount);
  }

  /**
   * While the end is open, or the fee is, the provider is asked again: less and less often, then never by itself. What waits for
   * the payer is looked at until it is given up.
   */
  private checkLater(now: Date): void {
    const settled = this._state === 'succeeded' && this._fee !== null;
    if (settled || !this.isLive) {
      this._checkAt = null;
      return;
    }
    // Whoever asks out of turn, as a payer does who tries again, uses up no check.
    if (this._checkAt !== null && this._checkAt > now) return;
    const checks = this._state === 'requires_action' ? Math.min(this._checks, LAST_CHECK) : this._checks;
    this._checkAt = nextCheck(checks, now);
    this._checks += 1;
  }

  private enter({ state, failure }: ProviderPayment): void {
    this._state = state;
    this._failure = state === 'failed' ? failure : null;
    if (state === 'succeeded') {
      const { amount, currency } = this.amount;
      this.record(
        new PaymentSucceeded(this.id, this.payerId, this.purpose, this.reference, this.description, amount, currency),
      );
    }
    if (state === 'requires_action' && this._offSession) {
      const { amount, currency } = this.amount;
      this.record(new PaymentActionRequired(this.id, this.payerId, this.description, amount, currency));
    }
    if (state === 'failed') {
      this.record(new PaymentFailed(this.id, this.payerId, this.purpose, this.reference, failure?.code ?? 'unknown'));
    }
  }
}

export function viewOf(payment: Payment): PaymentView {
  const { id, purpose, reference, description, state, amount, refunded, failure, createdAt } = payment;
  return {
    id,
    purpose,
    reference,
    description,
    state,
    amount: { amount: amount.amount, currency: amount.currency },
    refunded: { amount: refunded, currency: amount.currency },
    failure,
    createdAt: createdAt.toISOString(),
  };
}
