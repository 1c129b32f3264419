import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { moneyView } from '../../kernel/http/money.view.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PAYOUT_ACCOUNT_STATES } from '../billing.contract.ts';
import { availableOf, nextRunAfter, PayoutPolicy, releasesOf } from '../domain/payout-policy.ts';

const accountView = z
  .strictObject({
    state: z
      .enum(['none', ...PAYOUT_ACCOUNT_STATES])
      .describe('only one that is `ready` can receive')
      .meta({ example: 'onboarding' }),
    wanted: z
      .array(z.string())
      .describe('what Stripe still wants, in its words')
      .meta({ example: ['external_account'] }),
  })
  .meta({ id: 'PayoutAccount' });

const balanceView = z
  .strictObject({
    currency: z.string().length(3).meta({ example: 'USD' }),
    payable: moneyView.describe('what the platform owes you'),
    available: moneyView.describe('what of it can be paid out now'),
    held: z
      .array(
        z.strictObject({
          availableOn: z.iso.date().meta({ example: '2026-04-01' }),
          amount: moneyView,
        }),
      )
      .describe('what you earned that learners may still take back, by the day (UTC) on which it becomes available'),
    debt: moneyView.describe('what you owe because of refunds after a payout; your next sales settle it first'),
    minimum: moneyView.describe('the least that is paid out'),
  })
  .meta({ id: 'PayoutBalance' });

export const payoutBalancesView = z
  .strictObject({
    account: accountView,
    nextRunAt: z.iso.datetime().describe('when all that is available is paid out by itself'),
    balances: z.array(balanceView).describe('by currency'),
  })
  .meta({ id: 'PayoutBalances' });

/** How a payee stands with the platform, and why what they earned is not available yet. */
export class GetPayoutBalance extends Query<z.infer<typeof payoutBalancesView>> {
  constructor(readonly payeeId: string) {
    super();
  }
}

interface Row {
  readonly currency: string;
  readonly payable: number;
  readonly debt: number;
  readonly held: { availableOn: string; amount: number }[];
}

/** One statement, so that what is owed and what is held are of one moment. */
const BALANCES = `
  with held as (
    select currency, (available_at at time zone 'UTC')::date::text as day, sum(amount - reversed) as amount
    from billing.earnings where payee_id = $1::uuid and available_at > $2
    group by 1, 2 having sum(amount - reversed) > 0
  )
  select b.currency,
         coalesce(sum(b.balance) filter (where b.account like 'payable:%'), 0)::bigint as payable,
         coalesce(-sum(b.balance) filter (where b.account like 'receivable:%'), 0)::bigint as debt,
         coalesce((select json_agg(json_build_object('availableOn', day, 'amount', h.amount) order by day)
                   from held h where h.currency = b.currency), '[]') as held
  from billing.ledger_account_balances b where b.account in ('payable:' || $1::text, 'receivable:' || $1::text)
  group by b.currency order by b.currency`;

@QueryHandler(GetPayoutBalance)
export class GetPayoutBalanceHandler implements IQueryHandler<GetPayoutBalance> {
  constructor(
    private readonly database: Database,
    private readonly policy: PayoutPolicy,
    private readonly clock: Clock,
  ) {}

  async execute({ payeeId }: GetPayoutBalance) {
    const now = this.clock.now();
    const [rows, [account]] = await Promise.all([
      this.database.prepared<Row & object>('payout-balances', BALANCES, [payeeId, now]),
      this.database.prepared<z.infer<typeof accountView>>(
        'payout-account-state',
        'select state, wanted from billing.payout_accounts where user_id = $1',
        [payeeId],
      ),
    ]);
    return {
      account: account ?? { state: 'none' as const, wanted: [] },
      nextRunAt: nextRunAfter(now).toISOString(),
      balances: rows.map(row => this.balanceFrom(row)),
    };
  }

  private balanceFrom({ currency, payable, debt, held }: Row): z.infer<typeof balanceView> {
    const money = (amount: number) => ({ amount, currency });
    const allHeld = held.reduce((sum, { amount }) => sum + amount, 0);
    return {
      currency,
      payable: money(payable),
      available: money(availableOf(payable, allHeld)),
      held: releasesOf(payable, held).map(({ availableOn, amount }) => ({ availableOn, amount: money(amount) })),
      debt: money(debt),
      minimum: money(this.policy.minimumOf(currency)),
    };
  }
}
