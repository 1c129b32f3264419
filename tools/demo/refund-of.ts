import type { Price } from './course.ts';
import type { Balances } from './ledger.ts';

/** What giving back a sale, or a part of it, changes: in proportion to everybody's part. Stripe keeps its fee for the sale. */
export function refundOf({ amount, currency }: Price, instructorId: string, given = amount): Balances {
  const instructorShare = Math.floor((amount * 70) / 100);
  const ofInstructor = Math.round((given * instructorShare) / amount);
  return {
    [`assets:stripe ${currency}`]: given,
    [`income:course_purchase ${currency}`]: ofInstructor - given,
    [`payable:${instructorId} ${currency}`]: -ofInstructor,
  };
}
