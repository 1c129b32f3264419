import { sql } from 'kysely';
import type { Database } from '../../kernel/persistence/database.ts';
import type { DifferenceView, ReconciliationView } from './reconciliation.view.ts';

const RECONCILIATION_COLUMNS = [
  'id',
  'requested_at',
  'completed_at',
  'differences',
  'totals',
  'others',
  'balances',
] as const;

export function selectReconciliations(database: Database) {
  return database.kysely
    .selectFrom('billing.reconciliations')
    .select([...RECONCILIATION_COLUMNS, sql<string>`from_day::text`.as('from'), sql<string>`to_day::text`.as('to')]);
}

/** That of the latest day that was compared by itself, or the latest that was made of a day. */
export async function findReconciliation(database: Database, day?: string): Promise<ReconciliationView | undefined> {
  const row = await selectReconciliations(database)
    .where('completed_at', 'is not', null)
    .$if(day !== undefined, query => query.where('from_day', '<=', day).where('to_day', '>=', day))
    .$if(day === undefined, query => query.where('requested_by', 'is', null).orderBy('to_day', 'desc'))
    .orderBy('completed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && reconciliationFrom(row);
}

export function reconciliationFrom(row: { [column: string]: unknown }): ReconciliationView {
  const { requested_at, completed_at, ...same } = row as unknown as ReconciliationView & {
    requested_at: Date;
    completed_at: Date | null;
  };
  return { ...same, requestedAt: requested_at.toISOString(), completedAt: completed_at?.toISOString() ?? null };
}

/** A difference and its place in its list. */
export type PlacedDifference = DifferenceView & { readonly position: number };

/** The differences of a comparison after a place, in their order. */
export async function differencesOf(
  database: Database,
  reconciliationId: string,
  after: number,
  limit: number,
): Promise<PlacedDifference[]> {
  const rows = await database.kysely
    .selectFrom('billing.reconciliation_differences')
    .selectAll()
    .where('reconciliation_id', '=', reconciliationId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(row => ({
    position: row.position,
    kind: row.kind,
    subject: `${row.subject}:${row.subject_key}`,
    paymentId: row.payment_id,
    providerId: row.provider_id,
    currency: row.currency,
    provider: bookedFrom(row.provider_amount, row.provider_fee),
    ledger: bookedFrom(row.ledger_amount, row.ledger_fee),
  }));
}

function bookedFrom(amount: number | null, fee: number | null): DifferenceView['provider'] {
  return amount === null || fee === null ? null : { amount, fee };
}
