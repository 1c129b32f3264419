import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

export interface OpenReconciliation {
  readonly id: string;
  /** The first moment of its period. */
  readonly startsAt: Date;
}

/** The comparisons that are asked for and not made yet, oldest first. */
export class ListOpenReconciliations extends Query<OpenReconciliation[]> {}

@QueryHandler(ListOpenReconciliations)
export class ListOpenReconciliationsHandler implements IQueryHandler<ListOpenReconciliations> {
  constructor(private readonly database: Database) {}

  execute(): Promise<OpenReconciliation[]> {
    return this.database.prepared<{ id: string; startsAt: Date }>(
      'open-reconciliations',
      `select id, from_day::timestamp at time zone 'UTC' as "startsAt" from billing.reconciliations
       where completed_at is null order by requested_at limit 100`,
      [],
    );
  }
}
