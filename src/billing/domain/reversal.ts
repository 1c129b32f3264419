import type { Entry } from '../../kernel/domain/ledger.ts';
import { proportionOf } from './proportion.ts';
import { gross } from './standing.ts';

/**
 * What each part of a sale gives back when all its refunds and disputes together grow, or shrink, from one amount to another.
 * What exceeds the sale is the platform's loss.
 */
export function reversalOf(sale: readonly Entry[], from: number, to: number): Entry[] {
  const parts = gross(sale).filter(({ amount }) => amount > 0);
  const amounts = parts.map(({ amount }) => amount);
  const whole = amounts.reduce((sum, amount) => sum + amount, 0);
  const taken = (sum: number) => [...proportionOf(amounts, Math.min(sum, whole)), Math.max(0, sum - whole)];
  const [before, after] = [taken(from), taken(to)];
  const { currency } = parts[0] as Entry;
  return [...parts, { account: 'expenses:chargeback_losses', amount: 0, currency }]
    .map((part, place) => ({ ...part, amount: (before[place] ?? 0) - (after[place] ?? 0) }))
    .filter(({ amount }) => amount !== 0);
}
