import { type Entry, Ledger, type Posting } from '../../kernel/domain/ledger.ts';
import type { Payment } from './payment.ts';

/** The ledger of money. Its accounts are described in this context's README. */
export abstract class MoneyLedger extends Ledger {}

/** A sale, as soon as it is collected: what Stripe owes us (clearing) against what we owe and earn. */
export function saleOf(payment: Payment, now: Date): Posting {
  const { amount, currency } = payment.amount;
  const shared = payment.shares.reduce((sum, share) => sum + share.amount, 0);
  const entries: Entry[] = [
    { account: 'clearing:stripe', amount: -amount, currency },
    ...payment.shares.map(share => ({ account: `payable:${share.payeeId}`, amount: share.amount, currency })),
    { account: `income:${payment.purpose}`, amount: amount - shared, currency },
  ];
  return {
    reference: `payment:${payment.id}:sale`,
    kind: 'sale',
    occurredAt: now,
    entries: entries.filter(entry => entry.amount !== 0),
  };
}

/** Its settlement: Stripe's balance grows by the net, the fee is an expense, and the clearing account returns to zero. */
export function settlementOf(payment: Payment, now: Date): Posting {
  const { amount, currency } = payment.amount;
  const fee = payment.fee ?? 0;
  const entries: Entry[] = [
    { account: 'clearing:stripe', amount, currency },
    { account: 'assets:stripe', amount: fee - amount, currency },
    { account: 'expenses:stripe_fees', amount: -fee, currency },
  ];
  return {
    reference: `payment:${payment.id}:settlement`,
    kind: 'settlement',
    occurredAt: now,
    entries: entries.filter(entry => entry.amount !== 0),
  };
}
