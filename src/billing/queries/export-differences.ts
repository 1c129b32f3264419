import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { ReconciliationNotFound } from '../domain/reconciliation.errors.ts';
import type { DifferenceView } from './reconciliation.view.ts';
import { differencesOf, findReconciliation } from './reconciliation-row.ts';

const BATCH = 500;

/** All differences of the latest daily comparison, or of the latest of a day, a batch at a time. @throws ReconciliationNotFound */
export class ExportDifferences extends Query<AsyncIterable<DifferenceView[]>> {
  constructor(readonly day?: string) {
    super();
  }
}

@QueryHandler(ExportDifferences)
export class ExportDifferencesHandler implements IQueryHandler<ExportDifferences> {
  constructor(private readonly database: Database) {}

  async execute({ day }: ExportDifferences) {
    const found = await findReconciliation(this.database, day);
    if (!found) throw new ReconciliationNotFound();
    return this.batches(found.id);
  }

  private async *batches(id: string): AsyncGenerator<DifferenceView[]> {
    for (let after = 0; ; ) {
      const batch = await differencesOf(this.database, id, after, BATCH);
      if (batch.length > 0) yield batch;
      if (batch.length < BATCH) return;
      after = batch.at(-1)?.position ?? after;
    }
  }
}
