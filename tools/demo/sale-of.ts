import type { Price } from './course.ts';
import type { Balances } from './ledger.ts';

/**
 * What a sale changes in the ledger once it is settled: 70 % are owed to the instructor, the rest is earned, and Stripe
 * keeps 2.9 % and 30 of what it holds for us.
 */
export function saleOf({ amount, currency }: Price, instructorId: string): Balances {
  const instructorShare = Math.floor((amount * 70) / 100);
  const fee = Math.round((amount * 29) / 1000) + 30;
  return {
    [`assets:stripe ${currency}`]: fee - amount,
    [`expenses:stripe_fees ${currency}`]: -fee,
    [`income:course_purchase ${currency}`]: amount - instructorShare,
    [`payable:${instructorId} ${currency}`]: instructorShare,
  };
}
