import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { ReconciliationNotFound } from '../domain/reconciliation.errors.ts';
import type { reconciliationDetailView } from './reconciliation.view.ts';
import { differencesOf, findReconciliation } from './reconciliation-row.ts';

export const reconciliationQuery = pageQuery(z.tuple([z.int().min(0).max(2_147_483_647)])).extend({
  day: z.iso
    .date()
    .regex(/^[1-9]/)
    .optional()
    .describe('a day (UTC) that it is of; the latest daily one without it')
    .meta({ example: '2026-03-01' }),
});

/** How ledger and provider compare, with a page of their differences. @throws ReconciliationNotFound */
export class GetReconciliation extends Query<z.infer<typeof reconciliationDetailView>> {
  constructor(readonly asked: z.infer<typeof reconciliationQuery>) {
    super();
  }
}

@QueryHandler(GetReconciliation)
export class GetReconciliationHandler implements IQueryHandler<GetReconciliation> {
  constructor(private readonly database: Database) {}

  async execute({ asked: { day, limit, cursor } }: GetReconciliation) {
    const found = await findReconciliation(this.database, day);
    if (!found) throw new ReconciliationNotFound();
    const rows = await differencesOf(this.database, found.id, cursor?.[0] ?? 0, limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, ({ position }) => [position]);
    return { ...found, page: { items: items.map(({ position, ...difference }) => difference), nextCursor } };
  }
}
