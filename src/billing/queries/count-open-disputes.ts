import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { DisputeState } from '../billing.contract.ts';

/** How many disputes are in each state in which the bank has not decided. */
export class CountOpenDisputes extends Query<ReadonlyMap<DisputeState, number>> {}

@QueryHandler(CountOpenDisputes)
export class CountOpenDisputesHandler implements IQueryHandler<CountOpenDisputes> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<ReadonlyMap<DisputeState, number>> {
    const rows = await this.database.prepared<{ state: DisputeState; count: number }>(
      'count-open-disputes',
      `select state, count(*)::int as count from billing.disputes
       where state in ('inquiry', 'needs_response', 'under_review') group by state`,
      [],
    );
    return new Map(rows.map(({ state, count }) => [state, count]));
  }
}
