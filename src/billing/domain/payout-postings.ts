import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import type { Payout } from './payout.ts';
import { netted, type Standings } from './standing.ts';

/** A payout, as soon as it is asked for: the payee is owed less, and the money is on its way (clearing). */
export function payoutOf({ id, payeeId, amount: { amount, currency } }: Payout, now: Date): Posting {
  return {
    reference: `payout:${id}`,
    kind: 'payout',
    occurredAt: now,
    entries: [
      { account: `payable:${payeeId}`, amount: -amount, currency },
      { account: 'clearing:payouts', amount, currency },
    ],
  };
}

/** Its settlement: Stripe's balance has fallen by it, and the clearing account returns to zero. */
export function payoutSettlementOf({ id, amount: { amount, currency } }: Payout, now: Date): Posting {
  return {
    reference: `payout:${id}:settlement`,
    kind: 'payout_settlement',
    occurredAt: now,
    entries: [
      { account: 'clearing:payouts', amount: -amount, currency },
      { account: 'assets:stripe', amount, currency },
    ],
  };
}

/** What a payee is owed again by a payout that failed or was taken back. */
export function owedAgain({ payeeId, amount: { currency } }: Payout, amount: number): Entry {
  return { account: `payable:${payeeId}`, amount, currency };
}

/** It has failed: the payee is owed it again, and a debt that arose meanwhile is settled first. */
export function payoutReturnOf(payout: Payout, standings: Standings, now: Date): Posting {
  const { id, amount } = payout;
  const again = owedAgain(payout, amount.amount);
  return {
    reference: `payout:${id}:return`,
    kind: 'payout_return',
    occurredAt: now,
    entries: [
      { account: 'clearing:payouts', amount: -amount.amount, currency: amount.currency },
      ...netted([again], standings),
    ],
  };
}

/** Stripe has taken it back, or a part of it. All that was taken back so far tells one such posting from the next. */
export function payoutReversalOf(payout: Payout, takenBack: number, standings: Standings, now: Date): Posting {
  const { id, reversed, amount } = payout;
  return {
    reference: `payout:${id}:reversal:${reversed}`,
    kind: 'payout_reversal',
    occurredAt: now,
    entries: [
      { account: 'assets:stripe', amount: -takenBack, currency: amount.currency },
      ...netted([owedAgain(payout, takenBack)], standings),
    ],
  };
}
