import type { Share } from '../../billing/billing.contract.ts';
import type { Money } from '../../kernel/domain/money.ts';
import type { DeclaredFees } from './declared-fees.ts';

/** The instructors' part of a sale where nothing else is agreed, in ten-thousandths. */
export const USUAL_PART = 7_000;

/** What portions sum to: all that is the instructors'. */
export const WHOLE = 10_000;

export const MOST_INSTRUCTORS = 10;

/** On what terms a sale is divided. */
export interface Terms {
  /** The instructors' part of what is divided, in ten-thousandths; the platform has the rest. */
  readonly basisPoints: number;
  /** What is taken off before. */
  readonly fees: DeclaredFees;
}

/** What an instructor has of the instructors' part. */
export interface Portion {
  readonly instructorId: string;
  /** In ten-thousandths. */
  readonly portion: number;
}

/**
 * What of a price is whose. The instructors' part is rounded down, and the rest of the price is the platform's; of that part
 * each other instructor's portion is rounded down, and the rest is the owner's. Who would get nothing has no share.
 * @param instructors the owner of the course first; their portions sum to 10,000
 */
export function sharesOf(price: Money, { basisPoints, fees }: Terms, instructors: readonly Portion[]): Share[] {
  const base = fees.baseOf(price);
  const { part } = base.split(basisPoints);
  const ofOthers = instructors.slice(1).map(({ portion }) => part.split(portion).part.amount);
  const ofOwner = part.amount - ofOthers.reduce((sum, amount) => sum + amount, 0);
  const amounts = [ofOwner, ...ofOthers];
  return instructors
    .map(({ instructorId, portion }, place) => ({
      payeeId: instructorId,
      amount: amounts[place] ?? 0,
      basisPoints,
      base: base.amount,
      portion,
    }))
    .filter(({ amount }) => amount > 0);
}
