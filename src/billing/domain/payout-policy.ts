import { DAY_MS } from '../../kernel/domain/clock.ts';
import { MAX_CHARGE, Money } from '../../kernel/domain/money.ts';
import { NothingAvailable, PayoutBelowMinimum, PayoutExceedsAvailable } from './payout.errors.ts';

/** What may be paid out, in minor units: what we owe a payee but for what is held back until payers can not take it back. */
export function availableOf(payable: number, held: number): number {
  return Math.max(0, payable - held);
}

/**
 * What becomes available when: of what is held, in the order of its release, as much as we owe. What was earned and went into
 * a debt is missing from what is released first.
 * @param held what is released, earliest first
 */
export function releasesOf<Held extends { readonly amount: number }>(payable: number, held: readonly Held[]): Held[] {
  let missing = Math.max(0, held.reduce((sum, { amount }) => sum + amount, 0) - payable);
  return held
    .map(one => {
      const lost = Math.min(missing, one.amount);
      missing -= lost;
      return { ...one, amount: one.amount - lost };
    })
    .filter(({ amount }) => amount > 0);
}

/** When earnings become available, and how much of them is worth a payout. */
export class PayoutPolicy {
  /** For currencies of which nothing is said. */
  readonly otherMinimum = 1_000;

  constructor(
    private readonly holdDays: number,
    /** By currency, in minor units. */
    readonly minimums: Readonly<Record<string, number>>,
  ) {}

  /** @param minimums `USD:1000,EUR:1000` */
  static from(holdDays: number, minimums: string): PayoutPolicy {
    const pairs = minimums.split(',').filter(pair => pair !== '');
    return new PayoutPolicy(holdDays, Object.fromEntries(pairs.map(pair => [pair.slice(0, 3), Number(pair.slice(4))])));
  }

  availableFrom(earnedAt: Date): Date {
    return new Date(earnedAt.getTime() + this.holdDays * DAY_MS);
  }

  minimumOf(currency: string): number {
    return this.minimums[currency] ?? this.otherMinimum;
  }

  /**
   * What is paid out: what was wished for, else all, but no more than one transfer carries, and in the steps that it knows.
   * @param wish minor units
   * @param whole whether the minimum is waived, because who leaves is paid the last cent
   * @throws NothingAvailable, PayoutExceedsAvailable, PayoutBelowMinimum
   */
  decide({ amount: available, currency }: Money, wish: number | undefined, whole: boolean): Money {
    if (available === 0) throw new NothingAvailable(currency);
    if (wish !== undefined && wish > available) throw new PayoutExceedsAvailable(available, currency);
    const amount = Money.of(Math.min(wish ?? available, MAX_CHARGE), currency).wholeSteps;
    const minimum = whole ? amount.step : this.minimumOf(currency);
    if (amount.amount < minimum) throw new PayoutBelowMinimum(minimum, available, currency);
    return amount;
  }
}

/** The moment when the next run of all begins: the first day of the next month, UTC. */
export function nextRunAfter(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}

/** The month whose run begins at this moment: `2026-12` on its first day (UTC), else undefined. */
export function monthBeginningAt(now: Date): string | undefined {
  return now.getUTCDate() === 1 ? now.toISOString().slice(0, 7) : undefined;
}
