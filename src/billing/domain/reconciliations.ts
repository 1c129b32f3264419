import { DAY_MS } from '../../kernel/domain/clock.ts';
import type { ProviderBalance, ProviderTransaction } from './balance-gateway.ts';
import { PeriodNotOver } from './reconciliation.errors.ts';

/** Whole days (UTC), as `2026-03-01`, the last one with it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The last day that is over. */
export function dayBefore(now: Date): string {
  return dayOf(now.getTime() - DAY_MS);
}

export function dayAfter(day: string): string {
  return dayOf(Date.parse(day) + DAY_MS);
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** @throws PeriodNotOver */
export function assertOver({ to }: Period, now: Date): void {
  if (to > dayBefore(now)) throw new PeriodNotOver(dayBefore(now));
}

/** Comparisons of our ledger with the provider's balance: asked for, then made. */
export abstract class Reconciliations {
  /**
   * Asks for one, or finds the one that is asked for and not made yet.
   * @param requestedBy null for those that are made every day
   */
  abstract request(id: string, period: Period, requestedBy: string | null, now: Date): Promise<string>;

  /** Up to which day they were asked for every day. */
  abstract lastDay(): Promise<string | undefined>;

  /** Keeps what the provider says; what is known already stays as it is. */
  abstract keep(transactions: readonly ProviderTransaction[]): Promise<void>;

  /**
   * Compares all that moved within the period, on either side, by what is known of it in all.
   * @param asOf what was booked later is left out, because the provider was not asked for it
   * @returns how many differences there are; 0 when it was complete already
   */
  abstract complete(id: string, asOf: Date, balances: readonly ProviderBalance[], now: Date): Promise<number>;
}
