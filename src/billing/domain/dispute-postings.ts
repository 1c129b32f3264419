import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import type { Dispute } from './dispute.ts';

/** A dispute, as soon as the bank has taken the money: what has left Stripe's balance (clearing) against what was earned and owed. */
export function disputeOf(
  { id, amount: { amount, currency } }: Dispute,
  reversal: readonly Entry[],
  now: Date,
): Posting {
  return {
    reference: `dispute:${id}`,
    kind: 'dispute',
    occurredAt: now,
    entries: [{ account: 'clearing:disputes', amount, currency }, ...reversal],
  };
}

/** Its settlement: Stripe's balance has fallen by it and by its fee, and the clearing account returns to zero. */
export function disputeSettlementOf({ id, amount, fee }: Dispute, now: Date): Posting {
  return {
    reference: `dispute:${id}:settlement`,
    kind: 'dispute_settlement',
    occurredAt: now,
    entries: drawn(amount.amount, fee ?? 0, amount.currency),
  };
}

/** The bank has returned the money: everybody has their part of the sale again. */
export function disputeReturnOf(
  { id, amount: { amount, currency } }: Dispute,
  reversal: readonly Entry[],
  now: Date,
): Posting {
  return {
    reference: `dispute:${id}:won`,
    kind: 'dispute_return',
    occurredAt: now,
    entries: [{ account: 'clearing:disputes', amount: -amount, currency }, ...reversal],
  };
}

/** Its settlement: Stripe's balance has grown by it, and by the fee if Stripe has given that back. */
export function disputeReturnSettlementOf({ id, amount, returnedFee }: Dispute, now: Date): Posting {
  return {
    reference: `dispute:${id}:won:settlement`,
    kind: 'dispute_return_settlement',
    occurredAt: now,
    entries: drawn(-amount.amount, returnedFee ?? 0, amount.currency),
  };
}

/** What leaves Stripe's balance with a fee; both may be below zero. */
function drawn(amount: number, fee: number, currency: string): Entry[] {
  const entries: Entry[] = [
    { account: 'clearing:disputes', amount: -amount, currency },
    { account: 'assets:stripe', amount: amount + fee, currency },
    { account: 'expenses:stripe_fees', amount: -fee, currency },
  ];
  return entries.filter(entry => entry.amount !== 0);
}
