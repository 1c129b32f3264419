import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** The payouts whose outcome is due to be asked for, longest overdue first. */
export class ListOpenPayouts extends Query<string[]> {}

@QueryHandler(ListOpenPayouts)
export class ListOpenPayoutsHandler implements IQueryHandler<ListOpenPayouts> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'open-payouts',
      'select id from billing.payouts where check_at <= $1 order by check_at limit 100',
      [this.clock.now()],
    );
    return rows.map(row => row.id);
  }
}
