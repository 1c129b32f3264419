import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { ProviderAccount } from '../domain/payout-account.ts';

/** The account a user is paid out to, as the provider has told of it; undefined for somebody who has none. */
export class GetPayoutAccount extends Query<ProviderAccount | undefined> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetPayoutAccount)
export class GetPayoutAccountHandler implements IQueryHandler<GetPayoutAccount> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetPayoutAccount): Promise<ProviderAccount | undefined> {
    const [row] = await this.database.prepared<ProviderAccount & object>(
      'payout-account',
      'select provider_id as id, state, wanted from billing.payout_accounts where user_id = $1',
      [userId],
    );
    return row;
  }
}
