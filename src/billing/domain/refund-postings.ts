import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import type { Refund } from './refund.ts';

/** A refund, as soon as it has succeeded: what Stripe will take from its balance (clearing) against what was earned and owed. */
export function refundOf({ id, amount: { amount, currency } }: Refund, reversal: readonly Entry[], now: Date): Posting {
  return {
    reference: `refund:${id}`,
    kind: 'refund',
    occurredAt: now,
    entries: [{ account: 'clearing:refunds', amount, currency }, ...reversal],
  };
}

/** Its settlement: Stripe's balance has fallen by it and by what it cost, and the clearing account returns to zero. */
export function refundSettlementOf({ id, amount: { amount, currency }, fee }: Refund, now: Date): Posting {
  const cost = fee ?? 0;
  const entries: Entry[] = [
    { account: 'clearing:refunds', amount: -amount, currency },
    { account: 'assets:stripe', amount: amount + cost, currency },
    { account: 'expenses:stripe_fees', amount: -cost, currency },
  ];
  return {
    reference: `refund:${id}:settlement`,
    kind: 'refund_settlement',
    occurredAt: now,
    entries: entries.filter(entry => entry.amount !== 0),
  };
}

/** The bank has sent it back: the money is at Stripe again, and everybody has their part of the sale again. */
export function refundReturnOf(
  { id, amount: { amount, currency }, fee }: Refund,
  reversal: readonly Entry[],
  now: Date,
): Posting {
  const account = fee === null ? 'clearing:refunds' : 'assets:stripe';
  return {
    reference: `refund:${id}:return`,
    kind: 'refund_return',
    occurredAt: now,
    entries: [{ account, amount: -amount, currency }, ...reversal],
  };
}
