import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** The disputes that are due to be asked for, longest overdue first. */
export class ListOpenDisputes extends Query<string[]> {}

@QueryHandler(ListOpenDisputes)
export class ListOpenDisputesHandler implements IQueryHandler<ListOpenDisputes> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'open-disputes',
      'select id from billing.disputes where check_at <= $1 order by check_at limit 100',
      [this.clock.now()],
    );
    return rows.map(row => row.id);
  }
}
