import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { moneyView } from '../../kernel/http/money.view.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PayoutRunNotFound } from '../domain/payout.errors.ts';

export const payoutOutcome = z
  .string()
  .describe('`waiting` for its turn, the state of the payout, or the code of the rule for which somebody is skipped')
  .meta({ example: 'payout_below_minimum' });

export const payoutRunView = z
  .strictObject({
    id: z.uuid(),
    month: z
      .string()
      .nullable()
      .describe('null for a run that an administrator asked for')
      .meta({ example: '2026-04' }),
    startedAt: z.iso.datetime(),
    outcomes: z
      .array(
        z.strictObject({
          outcome: payoutOutcome,
          payees: z.int().meta({ example: 12 }),
          amount: moneyView.describe('what they are paid; what they have available where they are skipped'),
        }),
      )
      .describe('by currency and outcome, of all to whom anything is owed'),
  })
  .meta({ id: 'PayoutRun' });

/** What a run came to so far. @throws PayoutRunNotFound */
export class GetPayoutRun extends Query<z.infer<typeof payoutRunView>> {
  constructor(readonly id: string) {
    super();
  }
}

interface Row {
  month: string | null;
  started_at: Date;
  outcomes: { outcome: string; payees: number; amount: { amount: number; currency: string } }[];
}

@QueryHandler(GetPayoutRun)
export class GetPayoutRunHandler implements IQueryHandler<GetPayoutRun> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetPayoutRun) {
    const [run] = await this.database.prepared<Row>(
      'payout-run',
      `with outcomes as (
         select currency, coalesce(p.state, l.skipped, 'waiting') as outcome, count(*) as payees,
                sum(coalesce(p.amount, l.available)) as amount
         from billing.payout_run_lines l left join billing.payouts p using (run_id, payee_id, currency)
         where run_id = $1 group by 1, 2
       )
       select month, started_at, coalesce((
         select json_agg(json_build_object('outcome', outcome, 'payees', payees,
                  'amount', json_build_object('amount', amount, 'currency', currency)) order by currency, outcome)
         from outcomes), '[]') as outcomes
       from billing.payout_runs where id = $1`,
      [id],
    );
    if (!run) throw new PayoutRunNotFound();
    return { id, month: run.month, startedAt: run.started_at.toISOString(), outcomes: run.outcomes };
  }
}
