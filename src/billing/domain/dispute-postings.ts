import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import { atStripe } from './at-stripe.ts';
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
export function disputeSettlementOf({ id, amount: { amount, currency }, fee, exchange }: Dispute, now: Date): Posting {
  const taken = { amount: -amount, currency };
  return {
    reference: `dispute:${id}:settlement`,
    kind: 'dispute_settlement',
    occurredAt: now,
    entries: [{ account: 'clearing:disputes', ...taken }, ...atStripe(taken, fee ?? 0, exchange)],
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
export function disputeReturnSettlementOf(dispute: Dispute, now: Date): Posting {
  const {
    id,
    amount: { amount, currency },
    returnedFee,
    returnedExchange,
  } = dispute;
  const returned = { amount, currency };
  return {
    reference: `dispute:${id}:won:settlement`,
    kind: 'dispute_return_settlement',
    occurredAt: now,
    entries: [{ account: 'clearing:disputes', ...returned }, ...atStripe(returned, returnedFee ?? 0, returnedExchange)],
  };
}
