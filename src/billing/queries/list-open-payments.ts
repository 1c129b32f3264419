import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** The payments whose outcome is due to be asked for, longest overdue first. */
export class ListOpenPayments extends Query<string[]> {}

@QueryHandler(ListOpenPayments)
export class ListOpenPaymentsHandler implements IQueryHandler<ListOpenPayments> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'open-payments',
      'select id from billing.payments where check_at <= $1 order by check_at limit 100',
      [this.clock.now()],
    );
    return rows.map(row => row.id);
  }
}
