import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { text } from '../../kernel/http/text.ts';
import { Database } from '../../kernel/persistence/database.ts';

export const balancesQuery = pageQuery(z.tuple([text().max(200), text().max(10)]));

const balanceView = z
  .strictObject({
    account: z.string().meta({ example: 'income:course_purchase' }),
    currency: z.string().meta({ example: 'USD' }),
    balance: z.int().describe('minor units; credits (what is owed or earned) are positive').meta({ example: 1500 }),
  })
  .meta({ id: 'Balance' });

export const balancePageView = pageView(balanceView).meta({ id: 'BalancePage' });

/** What each account of the money ledger holds. All of them together hold zero in each currency. */
export class GetBalances extends Query<z.infer<typeof balancePageView>> {
  constructor(readonly page: z.infer<typeof balancesQuery>) {
    super();
  }
}

@QueryHandler(GetBalances)
export class GetBalancesHandler implements IQueryHandler<GetBalances> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: GetBalances) {
    const rows = await this.database.prepared<z.infer<typeof balanceView>>(
      'ledger-balances',
      `select account, currency, balance from billing.ledger_account_balances
       where (account, currency) > ($1, $2) order by account, currency limit $3`,
      [cursor?.[0] ?? '', cursor?.[1] ?? '', limit + 1],
    );
    return pageOf(rows, limit, ({ account, currency }) => [account, currency]);
  }
}
