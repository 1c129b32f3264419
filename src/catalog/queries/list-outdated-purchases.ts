import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PRICE_HOLDS_MS } from '../domain/purchase.ts';

const MOST = 1_000;

/** What learners have started to buy and have not paid for as long as its price held, longest ago first. */
export class ListOutdatedPurchases extends Query<string[]> {}

@QueryHandler(ListOutdatedPurchases)
export class ListOutdatedPurchasesHandler implements IQueryHandler<ListOutdatedPurchases> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'outdated-purchases',
      `select id from catalog.purchases where state = 'pending' and started_at < $1 order by started_at limit ${MOST}`,
      [new Date(this.clock.now().getTime() - PRICE_HOLDS_MS)],
    );
    return rows.map(({ id }) => id);
  }
}
