import { Query } from '@nestjs/cqrs';
import { z } from 'zod';
import { moneyView } from '../kernel/http/money.view.ts';

const proceeds = {
  sales: z.int().describe('how many, also of what was given back').meta({ example: 12 }),
  gross: moneyView.describe('what learners paid'),
  refunds: moneyView.describe('what of it they have back, by refunds or because their bank took it'),
  fees: moneyView.describe("what the platform keeps of the rest; Stripe's fees are paid out of it"),
  others: moneyView.describe('what your co-instructors earned by the same sales'),
  share: moneyView.describe('what you earned: gross − refunds − fees − others'),
};

const standing = {
  held: moneyView.describe('what of your share is not available yet, because learners may still take it back'),
  available: moneyView.describe('what of it can be paid out now'),
  paid: moneyView.describe('what of it was paid out, or is on its way'),
};

/** What became of sales, as one of their payees sees it. Always: gross − refunds = fees + others + share. */
export const proceedsView = z.strictObject(proceeds).meta({ id: 'Proceeds' });

/** What became of what a payee earned. Always: share = held + available + paid. */
export const earningsView = z.strictObject({
  month: z
    .string()
    .describe('of the sales (UTC). What is refunded or paid out later changes the month of its sale')
    .meta({ example: '2026-03' }),
  subject: z.uuid().nullable().describe('what was sold; null where nobody knows any more'),
  ...proceeds,
  ...standing,
});
export type EarningsView = z.infer<typeof earningsView>;

const { sales: _, ...parts } = proceeds;

export const saleView = z.strictObject({
  paymentId: z.uuid(),
  subject: z.uuid().nullable().describe('what was sold; null where nobody knows any more'),
  soldAt: z.iso.datetime(),
  ...parts,
  base: moneyView.nullable().describe('what was divided: the price less a declared fee; null where nothing was agreed'),
  basisPoints: z
    .int()
    .nullable()
    .describe("the instructors' part of it as it was agreed, in ten-thousandths")
    .meta({ example: 7_000 }),
  portion: z.int().nullable().describe('yours of that part, in ten-thousandths').meta({ example: 10_000 }),
  availableAt: z.iso.datetime().describe('from when on your share can be paid out'),
});
export type SaleView = z.infer<typeof saleView>;

/** All in one currency. Held and available less the debt is what the ledger says that we owe the payee. */
export const earnedView = z
  .strictObject({
    currency: z.string().length(3).meta({ example: 'USD' }),
    thisMonth: proceedsView.describe('of the sales since this month began (UTC)'),
    allTime: proceedsView,
    balance: z.strictObject({
      ...standing,
      debt: moneyView.describe(
        'what was paid out to you and taken back from the sales; your next sales settle it first',
      ),
    }),
  })
  .meta({ id: 'Earned' });
export type EarnedView = z.infer<typeof earnedView>;

/** Months are `2026-03`, both included. */
export interface EarningsFilter {
  readonly subject?: string | undefined;
  readonly currency?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface SalesFilter {
  readonly subject?: string | undefined;
  readonly currency?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
}

/** By its month, subject and currency. */
export type EarningsPlace = readonly [month: string, subject: string | null, currency: string];

/** By its moment and its payment. */
export type SalePlace = readonly [soldAt: string, paymentId: string];

/**
 * What a payee earned, by month, subject and currency: latest month first. What was paid out is attributed to what became
 * available first. It is of one moment, and equals the ledger.
 */
export class ListEarnings extends Query<EarningsView[]> {
  constructor(
    readonly payeeId: string,
    readonly filter: EarningsFilter,
    /** Without it all. */
    readonly limit?: number,
    readonly after?: EarningsPlace,
  ) {
    super();
  }
}

/** The sales by which a payee earned something, newest first. They tell nothing of who paid. */
export class ListSales extends Query<SaleView[]> {
  constructor(
    readonly payeeId: string,
    readonly filter: SalesFilter,
    readonly limit: number,
    readonly after?: SalePlace,
  ) {
    super();
  }
}

/** What a payee earned, and how they stand, by currency. */
export class GetEarned extends Query<EarnedView[]> {
  constructor(readonly payeeId: string) {
    super();
  }
}

/** What of a payee's was sold most often, most first. */
export class ListBestSellers extends Query<{ subject: string; sales: number }[]> {
  constructor(
    readonly payeeId: string,
    readonly since: Date,
    readonly limit: number,
  ) {
    super();
  }
}
