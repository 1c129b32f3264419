import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { moneyView } from '../../kernel/http/money.view.ts';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { text } from '../../kernel/http/text.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PayoutRunNotFound } from '../domain/payout.errors.ts';
import { payoutOutcome } from './get-payout-run.ts';

export const runLinesQuery = pageQuery(z.tuple([z.uuid(), text().max(3)]));

const runLineView = z
  .strictObject({
    payeeId: z.uuid(),
    available: moneyView.describe('when the run was started'),
    outcome: payoutOutcome,
    payoutId: z.uuid().nullable(),
  })
  .meta({ id: 'PayoutRunLine' });

export const runLinePageView = pageView(runLineView).meta({ id: 'PayoutRunLinePage' });

/** Everybody to whom anything was owed when a run was started, and what came of it. @throws PayoutRunNotFound */
export class ListPayoutRunLines extends Query<z.infer<typeof runLinePageView>> {
  constructor(
    readonly runId: string,
    readonly page: z.infer<typeof runLinesQuery>,
  ) {
    super();
  }
}

interface Row {
  payee_id: string;
  currency: string;
  available: number;
  outcome: string;
  payout_id: string | null;
}

@QueryHandler(ListPayoutRunLines)
export class ListPayoutRunLinesHandler implements IQueryHandler<ListPayoutRunLines> {
  constructor(private readonly database: Database) {}

  async execute({ runId, page: { limit, cursor } }: ListPayoutRunLines) {
    const [run] = await this.database.prepared('payout-run-exists', 'select from billing.payout_runs where id = $1', [
      runId,
    ]);
    if (!run) throw new PayoutRunNotFound();
    const rows = await this.database.prepared<Row>(
      'payout-run-lines',
      `select payee_id, currency, available, coalesce(p.state, l.skipped, 'waiting') as outcome, p.id as payout_id
       from billing.payout_run_lines l left join billing.payouts p using (run_id, payee_id, currency)
       where run_id = $1 and ($2::uuid is null or (payee_id, currency) > ($2, $3::text))
       order by payee_id, currency limit $4`,
      [runId, cursor?.[0] ?? null, cursor?.[1] ?? null, limit + 1],
    );
    const lines = rows.map(({ payee_id, currency, available, outcome, payout_id }) => ({
      payeeId: payee_id,
      available: { amount: available, currency },
      outcome,
      payoutId: payout_id,
    }));
    return pageOf(lines, limit, ({ payeeId, available: { currency } }) => [payeeId, currency]);
  }
}
