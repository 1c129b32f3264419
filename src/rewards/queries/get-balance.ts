import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { TOKEN, WITHDRAWAL, walletOf } from '../domain/token-ledger.ts';

export const tokenBalanceView = z
  .strictObject({
    available: z.int().describe('tokens to spend').meta({ example: 100 }),
    lifetime: z.int().describe('tokens ever earned, but for what was withdrawn').meta({ example: 250 }),
  })
  .meta({ id: 'TokenBalance' });

/** What a learner holds, straight from the ledger. */
export class GetBalance extends Query<z.infer<typeof tokenBalanceView>> {
  constructor(readonly learnerId: string) {
    super();
  }
}

@QueryHandler(GetBalance)
export class GetBalanceHandler implements IQueryHandler<GetBalance> {
  constructor(private readonly database: Database) {}

  async execute({ learnerId }: GetBalance) {
    const [row] = await this.database.prepared<z.infer<typeof tokenBalanceView>>(
      'token-balance',
      `select coalesce((select balance from rewards.ledger_balances where account = $1 and currency = $2), 0)::bigint as available,
              coalesce((select sum(amount) from rewards.ledger_entries e join rewards.ledger_transactions t on t.id = e.transaction_id
                        where account = $1 and currency = $2 and (amount > 0 or kind = '${WITHDRAWAL}')), 0)::bigint as lifetime`,
      [walletOf(learnerId), TOKEN],
    );
    return row as z.infer<typeof tokenBalanceView>;
  }
}
