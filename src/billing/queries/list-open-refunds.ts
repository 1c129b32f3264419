import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** The refunds whose outcome is due to be asked for, longest overdue first. */
export class ListOpenRefunds extends Query<string[]> {}

@QueryHandler(ListOpenRefunds)
export class ListOpenRefundsHandler implements IQueryHandler<ListOpenRefunds> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'open-refunds',
      'select id from billing.refunds where check_at <= $1 order by check_at limit 100',
      [this.clock.now()],
    );
    return rows.map(row => row.id);
  }
}
