import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** What has an end that the provider knows. */
export type Due = 'payments' | 'refunds' | 'disputes' | 'payouts';

/** What the provider is due to be asked about, longest overdue first. */
export class ListDue extends Query<string[]> {
  constructor(readonly of: Due) {
    super();
  }
}

@QueryHandler(ListDue)
export class ListDueHandler implements IQueryHandler<ListDue> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ of }: ListDue): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      `due-${of}`,
      `select id from billing.${of} where check_at <= $1 order by check_at limit 100`,
      [this.clock.now()],
    );
    return rows.map(row => row.id);
  }
}
