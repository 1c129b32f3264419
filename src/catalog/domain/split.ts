import type { Share } from '../../billing/billing.contract.ts';
import type { Money } from '../../kernel/domain/money.ts';
import type { DeclaredFees } from './declared-fees.ts';

/** The instructors' part of a sale where nothing else is agreed, in ten-thousandths. */
export const USUAL_PART = 7_000;

/** What portions sum to: all that is the instructors'. */
export const WHOLE = 10_000;

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
 * What of a price is whose. Every part is rounded down; what that leaves of the instructors' part is the first instructor's,
 * and what it leaves of the price the platform's. Who would get nothing has no share.
 * @param instructors the owner of the course first; their portions sum to 10,000
 */
export function sharesOf(price: Money, { basisPoints, fees }: Terms, instructors: readonly Portion[]): Share[] {
  const base = fees.baseOf(price);
  const { part } = base.split(basisPoints);
  const rounded = instructors.map(({ portion }) => part.split(portion).part.amount);
  const left = part.amount - rounded.reduce((sum, amount) => sum + amount, 0);
  return instructors
    .map(({ instructorId, portion }, place) => ({
      payeeId: instructorId,
      amount: (rounded[place] ?? 0) + (place === 0 ? left : 0),
      basisPoints,
      base: base.amount,
      portion,
    }))
    .filter(({ amount }) => amount > 0);
}
