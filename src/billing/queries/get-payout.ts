import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { PayoutView } from '../billing.contract.ts';
import { PAYOUT_COLUMNS, payoutFrom } from './payout-row.ts';

export class GetPayout extends Query<PayoutView> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetPayout)
export class GetPayoutHandler implements IQueryHandler<GetPayout> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetPayout): Promise<PayoutView> {
    const row = await this.database.kysely
      .selectFrom('billing.payouts')
      .select([...PAYOUT_COLUMNS])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return payoutFrom(row);
  }
}
