import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { ProviderBalance, ProviderTransaction } from '../domain/balance-gateway.ts';
import { type Period, Reconciliations } from '../domain/reconciliations.ts';
import { COMPARE, NAME_SUBJECTS } from './comparison.ts';

@Injectable()
export class ReconciliationRepository extends Reconciliations {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async request(id: string, period: Period, requestedBy: string | null, now: Date): Promise<string> {
    const { from, to } = period;
    // Whichever of the rules is broken: one that waits for these days stands, or these days had theirs already.
    const [made] = await this.em.execute<{ id: string }[]>(
      `insert into billing.reconciliations (id, from_day, to_day, requested_by, requested_at)
       values (?, ?, ?, ?, ?) on conflict do nothing returning id`,
      [id, from, to, requestedBy, now],
    );
    const [standing] = made
      ? [made]
      : await this.em.execute<{ id: string }[]>(
          `select id from billing.reconciliations
           where to_day = ? and (from_day = ? and completed_at is null or requested_by is null and ?::uuid is null)
           order by completed_at nulls first limit 1`,
          [to, from, requestedBy],
        );
    // It was completed in between.
    return standing?.id ?? this.request(id, period, requestedBy, now);
  }

  override async lastDay(): Promise<string | undefined> {
    const [row] = await this.em.execute<{ day: string | null }[]>(
      'select max(to_day)::text as day from billing.reconciliations where requested_by is null',
    );
    return row?.day ?? undefined;
  }

  override async keep(transactions: readonly ProviderTransaction[]): Promise<void> {
    await this.em.execute(
      `insert into billing.provider_transactions
         (id, created_at, type, subject, subject_id, source_id, currency, amount, fee)
       select id, "createdAt", type, subject, "subjectId", "sourceId", currency, amount, fee
       from jsonb_to_recordset(?::jsonb) as told (id text, "createdAt" timestamptz, type text, subject text,
         "subjectId" uuid, "sourceId" text, currency text, amount bigint, fee bigint)
       on conflict do nothing`,
      [JSON.stringify(transactions)],
    );
  }

  override async complete(id: string, asOf: Date, balances: readonly ProviderBalance[], now: Date): Promise<number> {
    await this.em.execute(NAME_SUBJECTS);
    const values = [asOf, id, JSON.stringify(balances), now];
    const [row] = await this.em.execute<{ differences: number }[]>(COMPARE, values);
    return row?.differences ?? 0;
  }
}
