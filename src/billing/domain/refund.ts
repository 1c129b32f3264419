import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { Money } from '../../kernel/domain/money.ts';
import type { RefundReason, RefundState } from '../billing.contract.ts';
import type { Exchange } from './exchange.ts';
import { nextCheck } from './next-check.ts';
import type { Payment, RefundEnd } from './payment.ts';
import type { Failure } from './payment-gateway.ts';
import { RefundAmountUneven } from './refund.errors.ts';
import type { ProviderRefund } from './refund-gateway.ts';

/** Later states win, whatever order they are heard of in. The bank may send back what was given, so failing comes last. */
const ORDER: Readonly<Record<RefundState, number>> = { pending: 0, unknown: 0, succeeded: 1, failed: 2 };

/** Who asks for a refund, why, and in which request: a repeat of it finds the refund that stands. */
export interface RefundRequest {
  /** Minor units; without it all that is left. */
  readonly amount?: number;
  readonly reason: RefundReason;
  readonly note: string | null;
  readonly requestedBy: string;
  readonly operationId: string;
}

/** Giving back a payment, or a part of it. Its amount is reserved on the payment until the end is known. */
export class Refund extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly paymentId: string,
    readonly amount: Money,
    readonly reason: RefundReason,
    readonly note: string | null,
    /** Null for a refund that was made at the provider. */
    readonly requestedBy: string | null,
    readonly requestedAt: Date,
    readonly operationId: string | null,
    private _state: RefundState,
    private _providerId: string | null,
    private _failure: Failure | null,
    private _fee: number | null,
    private _checks: number,
    private _checkAt: Date | null,
    private _exchange: Exchange | null,
    private _spentAt: Date | null,
  ) {
    super();
  }

  /** @throws PaymentNotRefundable, PaymentIsDisputed, RefundAmountUneven, RefundExceedsPayment */
  static request(id: string, payment: Payment, request: RefundRequest, now: Date): Refund {
    const { reason, note, requestedBy, operationId } = request;
    const asked = Money.of(request.amount ?? 0, payment.amount.currency);
    if (!asked.isWholeStep) throw new RefundAmountUneven(asked.step);
    const amount = payment.reserveRefund(request.amount);
    return Refund.open(id, payment.id, amount, reason, note, requestedBy, operationId, now);
  }

  /** Somebody made it at the provider. @throws PaymentNotRefundable */
  static takeIn(id: string, payment: Payment, { amount }: ProviderRefund, now: Date): Refund {
    return Refund.open(id, payment.id, payment.admitRefund(amount), 'other', null, null, null, now);
  }

  private static open(
    id: string,
    paymentId: string,
    amount: Money,
    reason: RefundReason,
    note: string | null,
    requestedBy: string | null,
    operationId: string | null,
    now: Date,
  ): Refund {
    const fields = [id, paymentId, amount, reason, note, requestedBy, now, operationId] as const;
    const refund = new Refund(...fields, 'pending', null, null, null, 0, null, null, null);
    refund.checkLater(now);
    return refund;
  }

  get state(): RefundState {
    return this._state;
  }

  get providerId(): string | null {
    return this._providerId;
  }

  get failure(): Failure | null {
    return this._failure;
  }

  /** What the provider took for it, in minor units of the currency it settled in; null until it has said so. */
  get fee(): number | null {
    return this._fee;
  }

  /** Where it settled in another currency: as final as the fee. */
  get exchange(): Exchange | null {
    return this._exchange;
  }

  /** When the provider is to be asked what became of it; null when that is known, or a person has to look. */
  get checkAt(): Date | null {
    return this._checkAt;
  }

  isMeantBy({ id, refundId }: ProviderRefund): boolean {
    return refundId === this.id || (id !== null && id === this._providerId);
  }

  /**
   * The provider did not answer. What became of it is found out later; nothing is guessed.
   * @param keyIsSpent see {@link OutcomeUnknown}
   */
  loseTrack(now: Date, keyIsSpent = false): void {
    if (this._state === 'pending' && this._providerId === null) this._state = 'unknown';
    if (keyIsSpent) this._spentAt ??= now;
    this.checkLater(now);
  }

  /** Takes over what the provider says, forward only. Hearing it again, or hearing something older, changes nothing. */
  learn(provider: ProviderRefund, now: Date): { end: RefundEnd | undefined; feeKnown: boolean } {
    const before = this._state;
    this._providerId ??= provider.id;
    if (ORDER[provider.state] > ORDER[before] || before === 'unknown') {
      this._state = provider.state;
      this._failure = provider.failure;
    }
    const feeKnown = this._state === 'succeeded' && this._fee === null && provider.fee !== null;
    if (feeKnown) {
      this._fee = provider.fee;
      this._exchange = provider.exchange ?? null;
    }
    this.checkLater(now);
    return { end: endOf(before, this._state), feeKnown };
  }

  private checkLater(now: Date): void {
    const settled = this._state === 'failed' || (this._state === 'succeeded' && this._fee !== null);
    if (settled) this._checkAt = null;
    // Whoever asks out of turn uses up no check.
    else if (this._checkAt === null || this._checkAt <= now) this._checkAt = nextCheck(this._checks++, now);
  }
}

function endOf(before: RefundState, after: RefundState): RefundEnd | undefined {
  if (before === after) return undefined;
  if (after === 'succeeded') return 'given';
  if (after === 'failed') return before === 'succeeded' ? 'returned' : 'refused';
  return undefined;
}
