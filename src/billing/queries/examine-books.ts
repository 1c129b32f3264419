import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

const HOUR_MS = 3_600_000;
const OVERDUE_MS = 7 * 24 * HOUR_MS;

/** What a person should look at. */
export interface BooksExamined {
  /** What was booked in a clearing account more than a week ago and has not been settled: `payment:<id>`. */
  readonly uncleared: readonly string[];
  /** How many differences the latest daily comparison has found. */
  readonly differences: number;
  /** How many of the provider's events came more than an hour ago and are not handled. */
  readonly waitingEvents: number;
}

export class ExamineBooks extends Query<BooksExamined> {}

@QueryHandler(ExamineBooks)
export class ExamineBooksHandler implements IQueryHandler<ExamineBooks> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<BooksExamined> {
    const now = this.clock.now().getTime();
    const [row] = await this.database.prepared<{ uncleared: string[]; differences: number; waitingEvents: number }>(
      'examine-books',
      `select
         (select coalesce(array_agg(distinct subject), '{}') from (
            select 'payment:' || id as subject, ':sale' as booked from billing.payments
              where state = 'succeeded' and fee is null
            union all select 'refund:' || id, '' from billing.refunds where state = 'succeeded' and fee is null
            union all select 'dispute:' || id, '' from billing.disputes where funds <> 'kept' and fee is null
            union all select 'dispute:' || id, ':won' from billing.disputes
              where funds = 'returned' and returned_fee is null
            union all select 'payout:' || id, '' from billing.payouts where state in ('pending', 'unknown')
          ) unsettled join billing.ledger_transactions on reference = subject || booked
          where occurred_at < $1) as uncleared,
         coalesce((select differences from billing.reconciliations
            where requested_by is null and completed_at is not null order by to_day desc limit 1), 0) as differences,
         (select count(*)::int from billing.provider_events where handled_at is null and received_at < $2) as "waitingEvents"`,
      [new Date(now - OVERDUE_MS), new Date(now - HOUR_MS)],
    );
    if (!row) throw new Error('The books could not be examined');
    return row;
  }
}
