import type { Entry } from '../../kernel/domain/ledger.ts';
import { partsOf } from './money-ledger.ts';
import type { Payment } from './payment.ts';
import type { PayoutPolicy } from './payout-policy.ts';

const PAYABLE = /^payable:/;
const INCOME = /^income:/;

/** What a payee earned by one payment, as it was agreed then. Amounts are minor units. */
export interface Earning {
  readonly paymentId: string;
  readonly payeeId: string;
  /** What was sold. */
  readonly subject: string | null;
  /** What the payer paid. */
  readonly sale: number;
  /** What of it is the platform's. */
  readonly fees: number;
  readonly amount: number;
  readonly currency: string;
  /** The agreed part of the base in ten-thousandths; null where none was named. */
  readonly basisPoints: number | null;
  /** What of the sale was divided; null where none was named, and it was all of it. */
  readonly base: number | null;
  /** This payee's portion of the agreed part in ten-thousandths; null where none was named, and it was all of it. */
  readonly portion: number | null;
  readonly earnedAt: Date;
  /** From when on it is paid out. */
  readonly availableAt: Date;
}

/** What a sale brings to each of its payees. */
export function earningsOf(payment: Payment, policy: PayoutPolicy, now: Date): Earning[] {
  const parts = partsOf(payment);
  return ofPayees(parts).map(({ payeeId, amount, currency }) => {
    const agreed = payment.shares.find(share => share.payeeId === payeeId);
    return {
      paymentId: payment.id,
      payeeId,
      subject: payment.subject,
      sale: payment.amount.amount,
      fees: ofPlatform(parts),
      amount,
      currency,
      basisPoints: agreed?.basisPoints ?? null,
      base: agreed?.base ?? null,
      portion: agreed?.portion ?? null,
      earnedAt: now,
      availableAt: policy.availableFrom(now),
    };
  });
}

/** The parts of a sale, or of a reversal, that are of payees. */
export function ofPayees(parts: readonly Entry[]) {
  return parts
    .filter(({ account }) => PAYABLE.test(account))
    .map(({ account, amount, currency }) => ({ payeeId: account.replace(PAYABLE, ''), amount, currency }));
}

/** The platform's part of a sale, or of a reversal, in minor units. */
export function ofPlatform(parts: readonly Entry[]): number {
  return parts.filter(({ account }) => INCOME.test(account)).reduce((sum, { amount }) => sum + amount, 0);
}

export abstract class Earnings {
  abstract add(earnings: readonly Earning[]): Promise<void>;

  /** Follows what takes back parts of a sale (below zero) or gives them back again, in the transaction that posts it. */
  abstract reverse(paymentId: string, reversal: readonly Entry[]): Promise<void>;

  /** What is not available yet. It changes only under the lock of what we owe the payee, so take that first. */
  abstract heldOf(payeeId: string, currency: string, now: Date): Promise<number>;
}
