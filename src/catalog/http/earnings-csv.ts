import type { StreamableFile } from '@nestjs/common';
import { Money } from '../../kernel/domain/money.ts';
import { type Columns, csvFile } from '../../kernel/http/csv.ts';
import type { CourseEarningsView, CourseSaleView } from '../queries/earnings.view.ts';

const decimal = ({ amount, currency }: { amount: number; currency: string }) => Money.of(amount, currency).decimal;

const PARTS: Columns<Pick<CourseSaleView, 'gross' | 'refunds' | 'fees' | 'others' | 'share'>> = {
  currency: ({ gross }) => gross.currency,
  gross: ({ gross }) => decimal(gross),
  refunds: ({ refunds }) => decimal(refunds),
  fees: ({ fees }) => decimal(fees),
  others: ({ others }) => decimal(others),
  share: ({ share }) => decimal(share),
};

const COURSE: Columns<Pick<CourseSaleView, 'course'>> = {
  courseId: ({ course }) => course?.id ?? '',
  course: ({ course }) => course?.title ?? '',
};

const EARNINGS: Columns<CourseEarningsView> = {
  month: ({ month }) => month,
  ...COURSE,
  sales: ({ sales }) => String(sales),
  ...PARTS,
  held: ({ held }) => decimal(held),
  available: ({ available }) => decimal(available),
  paid: ({ paid }) => decimal(paid),
};

const SALES: Columns<CourseSaleView> = {
  soldAt: ({ soldAt }) => soldAt,
  paymentId: ({ paymentId }) => paymentId,
  ...COURSE,
  ...PARTS,
  base: ({ base }) => (base ? decimal(base) : ''),
  basisPoints: ({ basisPoints }) => String(basisPoints ?? ''),
  portion: ({ portion }) => String(portion ?? ''),
  availableAt: ({ availableAt }) => availableAt,
};

/** Amounts are in whole units here (`49.99`), as spreadsheets have them. */
export function earningsCsv(earnings: readonly CourseEarningsView[]): StreamableFile {
  return csvFile('earnings', EARNINGS, [earnings]);
}

export function salesCsv(batches: AsyncIterable<readonly CourseSaleView[]>): StreamableFile {
  return csvFile('sales', SALES, batches);
}
