import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { Money } from '../../kernel/domain/money.ts';
import type { DisputeFunds, DisputeState } from '../billing.contract.ts';
import { DisputeNotAnswerable } from './dispute.errors.ts';
import type { DisputeAnswer, ProviderDispute } from './dispute-gateway.ts';
import type { Exchange } from './exchange.ts';
import { nextCheck } from './next-check.ts';
import type { Payment } from './payment.ts';

/** As many checks as there are until the provider is asked every hour, and not every day yet. */
const HOURLY = 2;

/** Later states win, whatever order they are heard of in. What is decided stays so. */
const ORDER: Readonly<Record<DisputeState, number>> = {
  inquiry: 0,
  needs_response: 1,
  under_review: 2,
  won: 3,
  lost: 3,
};

const WAY: Readonly<Record<DisputeFunds, number>> = { kept: 0, withdrawn: 1, returned: 2 };

/** What a dispute can reach, each once, in the order in which its money moves. */
const STEPS = ['withdrawn', 'withdrawal_settled', 'returned', 'return_settled', 'won', 'lost'] as const;
export type DisputeStep = (typeof STEPS)[number];

/** A payer's bank takes a payment back, or a part of it; or it only inquires, and no money moves yet. */
export class Dispute extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly paymentId: string,
    readonly providerId: string,
    readonly reason: string,
    readonly openedAt: Date,
    private _amount: Money,
    private _state: DisputeState,
    private _funds: DisputeFunds,
    private _fee: number | null,
    private _returnedFee: number | null,
    private _evidenceDueAt: Date | null,
    private _closedAt: Date | null,
    private _answer: DisputeAnswer | null,
    private _operationId: string | null,
    private _checks: number,
    private _checkAt: Date | null,
    private _exchange: Exchange | null,
    private _returnedExchange: Exchange | null,
  ) {
    super();
  }

  /** @throws RangeError for a dispute in another currency than its payment's, which nobody can take a part of */
  static takeIn(id: string, payment: Payment, provider: ProviderDispute): Dispute {
    const { id: providerId, amount, currency, reason, openedAt, evidenceDueAt } = provider;
    if (currency !== payment.amount.currency) throw new RangeError(`A dispute of ${payment.id} is in ${currency}`);
    const fields = [id, payment.id, providerId, reason, openedAt, Money.of(amount, currency)] as const;
    return new Dispute(...fields, 'inquiry', 'kept', null, null, evidenceDueAt, null, null, null, 0, null, null, null);
  }

  /** Settled for good once its money moves; while the bank only inquires, it may change. */
  get amount(): Money {
    return this._amount;
  }

  get state(): DisputeState {
    return this._state;
  }

  get funds(): DisputeFunds {
    return this._funds;
  }

  /** Whether the payer has it for good, as far as is known. */
  get isLost(): boolean {
    return this.reached.includes('lost');
  }

  /** What the provider took for it, in minor units of the currency it settled in; null until it has said so. */
  get fee(): number | null {
    return this._fee;
  }

  /** Where it settled in another currency: as final as the fee. */
  get exchange(): Exchange | null {
    return this._exchange;
  }

  /** What the provider took when the funds came back: below zero when it gave its fee back. */
  get returnedFee(): number | null {
    return this._returnedFee;
  }

  /** At that day's rate, which is another one. */
  get returnedExchange(): Exchange | null {
    return this._returnedExchange;
  }

  get evidenceDueAt(): Date | null {
    return this._evidenceDueAt;
  }

  get closedAt(): Date | null {
    return this._closedAt;
  }

  /** What the bank has not been told yet. It is not kept for longer. */
  get answer(): DisputeAnswer | null {
    return this._answer;
  }

  /** When the provider is to be asked what became of it; null when that is known, or a person has to look. */
  get checkAt(): Date | null {
    return this._checkAt;
  }

  /**
   * Decides what the bank is told, once. Its deadline does not wait, so whatever is not sent at once is tried again soon.
   * @returns whether it is news: a repeat of the same operation changes nothing
   * @throws DisputeNotAnswerable
   */
  give(answer: DisputeAnswer, operationId: string, now: Date): boolean {
    if (this._operationId === operationId) return false;
    if (this._operationId !== null || this._state !== 'needs_response') throw new DisputeNotAnswerable(this._state);
    this._answer = answer;
    this._operationId = operationId;
    this._checks = 0;
    this._checkAt = null;
    this.checkLater(now);
    return true;
  }

  /**
   * Takes over what the provider says, forward only. Hearing it again, or hearing something older, changes nothing.
   * @returns what has been reached with it
   */
  learn(provider: ProviderDispute, now: Date): DisputeStep[] {
    const before = this.reached;
    if (this._funds === 'kept') this._amount = Money.of(provider.amount, this._amount.currency);
    if (WAY[provider.funds] > WAY[this._funds]) this._funds = provider.funds;
    this.settle(provider);
    if (ORDER[provider.state] > ORDER[this._state]) this.enter(provider, now);
    this.checkLater(now);
    return this.reached.filter(step => !before.includes(step));
  }

  /**
   * While the bank has not decided, the provider is asked every day, and every hour while it has an answer to get; afterwards less
   * and less often, until all is settled.
   */
  checkLater(now: Date): void {
    if (this._closedAt !== null && this.isSettled) {
      this._checkAt = null;
      return;
    }
    // Whoever asks out of turn, as a webhook does, uses up no check.
    if (this._checkAt !== null && this._checkAt > now) return;
    const next = nextCheck(this._answer ? Math.min(this._checks, HOURLY) : this._checks, now);
    this._checkAt = next ?? (this._closedAt === null ? new Date(now.getTime() + DAY_MS) : null);
    this._checks += 1;
  }

  private settle({ fee, exchange, returnedFee, returnedExchange }: ProviderDispute): void {
    if (this._fee === null && fee !== null) {
      this._fee = fee;
      this._exchange = exchange ?? null;
    }
    if (this._returnedFee === null && returnedFee !== null) {
      this._returnedFee = returnedFee;
      this._returnedExchange = returnedExchange ?? null;
    }
  }

  private enter({ state, evidenceDueAt }: ProviderDispute, now: Date): void {
    this._state = state;
    this._answer = null;
    this._evidenceDueAt = evidenceDueAt;
    if (state !== 'won' && state !== 'lost') return;
    this._closedAt = now;
    this._checks = 0;
    this._checkAt = null;
  }

  /** Only a dispute that has moved money can be won or lost of it: an inquiry that is closed has reached nothing. */
  private get reached(): DisputeStep[] {
    const withdrawn = this._funds !== 'kept';
    const returned = this._funds === 'returned';
    const has: Readonly<Record<DisputeStep, boolean>> = {
      withdrawn,
      withdrawal_settled: withdrawn && this._fee !== null,
      returned,
      return_settled: returned && this._returnedFee !== null,
      won: withdrawn && this._state === 'won',
      lost: withdrawn && !returned && this._state === 'lost',
    };
    return STEPS.filter(step => has[step]);
  }

  private get isSettled(): boolean {
    const { reached } = this;
    if (reached.includes('returned')) return reached.includes('return_settled');
    if (reached.includes('won')) return false;
    return !reached.includes('withdrawn') || reached.includes('withdrawal_settled');
  }
}
