import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import {
  NothingAvailable,
  PayoutAccountMissing,
  PayoutAccountNotReady,
  PayoutBelowMinimum,
} from '../domain/payout.errors.ts';
import type { PayoutPolicy } from '../domain/payout-policy.ts';
import { type PayoutDue, type PayoutRun, PayoutRuns, type RunCause } from '../domain/payout-run.ts';

/** The same rules as one payout has, for everybody at once; a payout that is due is decided by itself once more. */
const PLAN = `
  with owed as (
    select substr(b.account, 9)::uuid as payee_id, b.currency, b.balance,
           coalesce((?::jsonb ->> b.currency)::bigint, ?) as minimum
    from billing.ledger_balances b where b.account like 'payable:%' and b.balance > 0
  ), held as (
    select payee_id, currency, sum(amount - reversed)::bigint as amount
    from billing.earnings where available_at > ? group by payee_id, currency
  ), planned as (
    insert into billing.payout_run_lines (run_id, payee_id, currency, available, skipped)
    select ?, payee_id, currency, available,
           case when a.user_id is null then '${PayoutAccountMissing.code}'
                when a.state <> 'ready' then '${PayoutAccountNotReady.code}'
                when available = 0 then '${NothingAvailable.code}'
                when available < minimum and a.closed_at is null then '${PayoutBelowMinimum.code}' end
    from (
      select owed.*, greatest(0, balance - coalesce(held.amount, 0)) as available
      from owed left join held using (payee_id, currency)
    ) standing left join billing.payout_accounts a on a.user_id = payee_id
    returning payee_id, currency, skipped
  )
  select payee_id as "payeeId", currency from planned where skipped is null order by payee_id, currency`;

@Injectable()
export class PayoutRunRepository extends PayoutRuns {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(run: PayoutRun): void {
    this.em.persist(run);
  }

  override async of(cause: RunCause): Promise<{ id: string } | undefined> {
    const [column, value] = 'month' in cause ? ['month', cause.month] : ['operation_id', cause.operationId];
    const [row] = await this.em.execute<{ id: string }[]>(`select id from billing.payout_runs where ${column} = ?`, [
      value,
    ]);
    return row;
  }

  override async plan(runId: string, { minimums, otherMinimum }: PayoutPolicy, now: Date) {
    return this.em.execute<{ payeeId: string; currency: string }[]>(PLAN, [
      JSON.stringify(minimums),
      otherMinimum,
      now,
      runId,
    ]);
  }

  override async skip({ runId, payeeId, currency }: PayoutDue, reason: string): Promise<void> {
    await this.em.execute(
      'update billing.payout_run_lines set skipped = ? where run_id = ? and payee_id = ? and currency = ?',
      [reason, runId, payeeId, currency],
    );
  }
}
