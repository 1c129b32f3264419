import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { DISPUTE_STATES, disputeView } from '../billing.contract.ts';
import { DISPUTE_COLUMNS, disputeFrom } from './dispute-row.ts';

export const disputesQuery = pageQuery(z.tuple([instant, z.uuid()])).extend({
  state: z.enum(DISPUTE_STATES).optional(),
});

export const disputePageView = pageView(disputeView).meta({ id: 'DisputePage' });

/** Everybody's disputes, newest first. */
export class ListDisputes extends Query<z.infer<typeof disputePageView>> {
  constructor(readonly filter: z.infer<typeof disputesQuery>) {
    super();
  }
}

@QueryHandler(ListDisputes)
export class ListDisputesHandler implements IQueryHandler<ListDisputes> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { state, cursor, limit } }: ListDisputes) {
    const rows = await this.database.kysely
      .selectFrom('billing.disputes')
      .select([...DISPUTE_COLUMNS])
      .$if(state !== undefined, query => query.where('state', '=', state))
      .$if(cursor !== undefined, query =>
        query.where(sql`(opened_at, id)`, '<', sql`(${cursor?.[0]}::timestamptz, ${cursor?.[1]}::uuid)`),
      )
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows.map(disputeFrom), limit, ({ openedAt, id }) => [openedAt, id]);
  }
}
