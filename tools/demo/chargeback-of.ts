import type { Price } from './course.ts';
import type { Balances } from './ledger.ts';

const DISPUTE_FEE = 1_500;

/** What a sale that is charged back at once leaves: Stripe's fees for both, which the platform bears. */
export function chargebackOf({ amount, currency }: Price): Balances {
  const fees = Math.round((amount * 29) / 1000) + 30 + DISPUTE_FEE;
  return { [`assets:stripe ${currency}`]: fees, [`expenses:stripe_fees ${currency}`]: -fees };
}
