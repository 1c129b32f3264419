import type { EarnedView, EarningsView } from '../earnings.contract.ts';

type Proceeds = EarnedView['allTime'];
type Amounts<Names extends string> = Readonly<Record<Names, number>>;

/** What sales brought, in minor units of one currency. */
export type ProceedsRow = Amounts<keyof Proceeds>;

/** What they brought, of the rows of billing.earnings that an aggregate's filter lets through. */
export function proceedsOf(filter = ''): string {
  const total = (amount: string) => `coalesce(sum(${amount}) ${filter}, 0)`;
  return `json_build_object('sales', count(*) ${filter}, 'gross', ${total('sale')}, 'refunds', ${total('refunded')},
    'fees', ${total('fees')}, 'others', ${total('sale - refunded - fees - share')}, 'share', ${total('share')})`;
}

export function proceedsFrom({ sales, ...amounts }: ProceedsRow, currency: string): Proceeds {
  return { sales, ...moneys(amounts, currency) };
}

/** What became of a share: what is neither held nor available was paid. */
export function standingFrom(
  { share, held, available }: Amounts<'share' | 'held' | 'available'>,
  currency: string,
): Pick<EarningsView, 'held' | 'available' | 'paid'> {
  return moneys({ held, available, paid: share - held - available }, currency);
}

export function moneys<Names extends string>(amounts: Amounts<Names>, currency: string) {
  const named = Object.entries<number>(amounts).map(([name, amount]) => [name, { amount, currency }]);
  return Object.fromEntries(named) as Record<Names, { amount: number; currency: string }>;
}
