import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { reconciliationPageView } from './reconciliation.view.ts';
import { reconciliationFrom, selectReconciliations } from './reconciliation-row.ts';

export const reconciliationsQuery = pageQuery(z.tuple([instant, z.uuid()]));

/** All comparisons, newest first, also those that are asked for and not made yet. */
export class ListReconciliations extends Query<z.infer<typeof reconciliationPageView>> {
  constructor(readonly page: z.infer<typeof reconciliationsQuery>) {
    super();
  }
}

@QueryHandler(ListReconciliations)
export class ListReconciliationsHandler implements IQueryHandler<ListReconciliations> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListReconciliations) {
    const rows = await selectReconciliations(this.database)
      .$if(cursor !== undefined, query =>
        query.where(sql`(requested_at, id)`, '<', sql`(${cursor?.[0]}::timestamptz, ${cursor?.[1]}::uuid)`),
      )
      .orderBy('requested_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows.map(reconciliationFrom), limit, ({ requestedAt, id }) => [requestedAt, id]);
  }
}
