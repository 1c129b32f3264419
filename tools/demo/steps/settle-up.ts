import type { Price } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';

type Standing = Readonly<Record<'held' | 'available' | 'paid', Price>>;
type Proceeds = Readonly<Record<'gross' | 'refunds' | 'fees' | 'others' | 'share', Price>>;

/** What one course earned in one month. */
type Earnings = Standing & Proceeds & { readonly course: { readonly id: string } | null };

interface EarningsPage {
  readonly items: readonly Earnings[];
  readonly nextCursor: string | null;
}

interface Dashboard {
  readonly earned: readonly {
    readonly currency: string;
    readonly allTime: Proceeds;
    readonly balance: Standing & { readonly debt: Price };
  }[];
}

/** What the story has brought an instructor, in minor units of one currency. */
interface Account {
  readonly currency: string;
  readonly courseIds: readonly string[];
  /** By all that was sold and given back of these courses. */
  readonly earned: number;
  /** By the ledger, now. */
  readonly owed: number;
}

/** Holds what an instructor is told of their earnings, row by row and in all, against the ledger. */
export async function settleUp(instructor: Person, { currency, courseIds, earned, owed }: Account): Promise<void> {
  const rows = await earningsOf(instructor, currency);
  for (const { gross, refunds, fees, others, share, held, available, paid } of rows) {
    expectSame('what a row adds up to', sumOf(fees, others, share), gross.amount - refunds.amount);
    expectSame('what became of a share', sumOf(held, available, paid), share.amount);
  }
  const told = rows.filter(({ course }) => course && courseIds.includes(course.id));
  expectSame("the story's earnings", sumOf(...told.map(({ share }) => share)), earned);

  const { balance, allTime } = await dashboardOf(instructor, currency);
  const { held, available, debt } = balance;
  expectSame('what is owed by the ledger', sumOf(held, available) - debt.amount, owed);
  expectSame(
    'what all rows leave to be paid',
    sumOf(...rows.flatMap(row => [row.held, row.available])),
    sumOf(held, available),
  );
  expectSame('what all rows have earned', sumOf(...rows.map(({ share }) => share)), allTime.share.amount);
}

async function earningsOf(instructor: Person, currency: string): Promise<readonly Earnings[]> {
  const rows: Earnings[] = [];
  let cursor: string | null = null;
  do {
    const path = `/api/instructors/me/earnings?currency=${currency}&limit=100${cursor ? `&cursor=${cursor}` : ''}`;
    const page: EarningsPage = (await instructor.get<EarningsPage>(path)).granted();
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return rows;
}

async function dashboardOf(instructor: Person, currency: string) {
  const { earned } = (await instructor.get<Dashboard>('/api/instructors/me/dashboard')).granted();
  const inCurrency = earned.find(it => it.currency === currency);
  if (!inCurrency) throw new Surprise(`earnings in ${currency}`, earned);
  return inCurrency;
}

function sumOf(...prices: readonly Price[]): number {
  return prices.reduce((sum, { amount }) => sum + amount, 0);
}
