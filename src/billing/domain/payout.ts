import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import type { Money } from '../../kernel/domain/money.ts';
import { PayoutFailed, PayoutPaid, type PayoutState } from '../billing.contract.ts';
import { nextCheck } from './next-check.ts';
import type { Failure } from './payment-gateway.ts';
import type { ProviderTransfer } from './payout-gateway.ts';

/** What asks for a payout, once: a request of the payee, or a run of all. */
export type PayoutCause = { readonly operationId: string } | { readonly runId: string };

/** What a transfer means for the books. */
export interface PayoutNews {
  readonly end: 'paid' | 'failed' | undefined;
  /** What the provider took back since the last news, in minor units. */
  readonly takenBack: number;
}

/** Paying out to a payee. Its amount leaves what we owe them when it is asked for, and returns if it fails. */
export class Payout extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly payeeId: string,
    /** Where it goes, as the provider knows it. */
    readonly accountId: string,
    readonly amount: Money,
    readonly requestedAt: Date,
    readonly operationId: string | null,
    readonly runId: string | null,
    private _state: PayoutState,
    private _providerId: string | null,
    private _failure: Failure | null,
    private _reversed: number,
    private _checks: number,
    private _checkAt: Date | null,
    private _spentAt: Date | null,
  ) {
    super();
  }

  static request(id: string, payeeId: string, accountId: string, amount: Money, cause: PayoutCause, now: Date): Payout {
    const operationId = 'operationId' in cause ? cause.operationId : null;
    const runId = 'runId' in cause ? cause.runId : null;
    const fields = [id, payeeId, accountId, amount, now, operationId, runId] as const;
    const payout = new Payout(...fields, 'pending', null, null, 0, 0, null, null);
    payout.checkLater(now);
    return payout;
  }

  get state(): PayoutState {
    return this._state;
  }

  get providerId(): string | null {
    return this._providerId;
  }

  get failure(): Failure | null {
    return this._failure;
  }

  /** How much the provider took back, in minor units. */
  get reversed(): number {
    return this._reversed;
  }

  /** When the provider is to be asked what became of it; null when that is known, or a person has to look. */
  get checkAt(): Date | null {
    return this._checkAt;
  }

  private get isOpen(): boolean {
    return this._state === 'pending' || this._state === 'unknown';
  }

  /**
   * The provider did not answer. What became of it is found out later; nothing is guessed.
   * @param keyIsSpent see {@link OutcomeUnknown}
   */
  loseTrack(now: Date, keyIsSpent = false): void {
    if (!this.isOpen) return;
    this._state = 'unknown';
    if (keyIsSpent) this._spentAt ??= now;
    this.checkLater(now);
  }

  /** Takes over what the provider says, forward only. Hearing it again, or hearing something older, changes nothing. */
  learn({ id, failure, reversed }: ProviderTransfer): PayoutNews {
    const end = this.isOpen ? this.end(id, failure) : undefined;
    const takenBack = this._state === 'failed' ? 0 : Math.max(0, reversed - this._reversed);
    this._reversed += takenBack;
    if (this._reversed === this.amount.amount) this._state = 'reversed';
    return { end, takenBack };
  }

  private end(providerId: string | null, failure: Failure | null): 'paid' | 'failed' {
    const { id, payeeId, amount } = this;
    this._providerId = providerId;
    this._failure = failure;
    this._state = failure ? 'failed' : 'paid';
    this._checkAt = null;
    const facts = [id, payeeId, amount.amount, amount.currency] as const;
    this.record(failure ? new PayoutFailed(...facts, failure.code, failure.message) : new PayoutPaid(...facts));
    return this._state;
  }

  private checkLater(now: Date): void {
    // Whoever asks out of turn uses up no check.
    if (this._checkAt !== null && this._checkAt > now) return;
    this._checkAt = nextCheck(this._checks, now);
    this._checks += 1;
  }
}

export abstract class Payouts {
  abstract add(payout: Payout): void;

  /** Locked until the transaction ends. Whoever locks more takes this first, and then what we owe the payee. */
  abstract lock(id: string): Promise<Payout>;

  /** The one that this cause has brought about already. */
  abstract of(payeeId: string, currency: string, cause: PayoutCause): Promise<{ readonly id: string } | undefined>;
}
