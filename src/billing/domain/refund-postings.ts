import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import { atStripe } from './at-stripe.ts';
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
export function refundSettlementOf({ id, amount: { amount, currency }, fee, exchange }: Refund, now: Date): Posting {
  const given = { amount: -amount, currency };
  return {
    reference: `refund:${id}:settlement`,
    kind: 'refund_settlement',
    occurredAt: now,
    entries: [{ account: 'clearing:refunds', ...given }, ...atStripe(given, fee ?? 0, exchange)],
  };
}

/** The bank has sent it back: the money is at Stripe again, and everybody has their part of the sale again. */
export function refundReturnOf({ id, amount, fee, exchange }: Refund, reversal: readonly Entry[], now: Date): Posting {
  const back =
    fee === null
      ? [{ account: 'clearing:refunds', amount: -amount.amount, currency: amount.currency }]
      : atStripe(amount, 0, exchange);
  return {
    reference: `refund:${id}:return`,
    kind: 'refund_return',
    occurredAt: now,
    entries: [...back, ...reversal],
  };
}
