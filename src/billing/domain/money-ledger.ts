import { type Entry, Ledger, type Posting } from '../../kernel/domain/ledger.ts';
import { atStripe } from './at-stripe.ts';
import type { Payment } from './payment.ts';
import { gross, netted, type Standings } from './standing.ts';

/** The ledger of money. Its accounts are described in this context's README. */
export abstract class MoneyLedger extends Ledger {}

/** A sale, as soon as it is collected: what Stripe owes us (clearing) against what we owe and earn. */
export function saleOf(payment: Payment, standings: Standings, now: Date): Posting {
  const { amount, currency } = payment.amount;
  return {
    reference: `payment:${payment.id}:sale`,
    kind: 'sale',
    occurredAt: now,
    entries: [{ account: 'clearing:stripe', amount: -amount, currency }, ...netted(partsOf(payment), standings)],
  };
}

/** Whose a payment is, once it is collected: of each payee, and the rest the platform's. */
export function partsOf({ amount: { amount, currency }, shares, purpose }: Payment): Entry[] {
  const shared = shares.reduce((sum, share) => sum + share.amount, 0);
  return gross([
    ...shares.map(share => ({ account: `payable:${share.payeeId}`, amount: share.amount, currency })),
    { account: `income:${purpose}`, amount: amount - shared, currency },
  ]);
}

/** Its settlement: Stripe's balance grows by the net, the fee is an expense, and the clearing account returns to zero. */
export function settlementOf(payment: Payment, now: Date): Posting {
  const { amount, currency } = payment.amount;
  return {
    reference: `payment:${payment.id}:settlement`,
    kind: 'settlement',
    occurredAt: now,
    entries: [
      { account: 'clearing:stripe', amount, currency },
      ...atStripe(payment.amount, payment.fee ?? 0, payment.exchange),
    ],
  };
}
