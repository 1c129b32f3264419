import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type AccountView, GetAccount } from '../identity.contract.ts';
import { type AccountRow, accountColumns, accountOf } from './account-row.ts';

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetAccount): Promise<AccountView | undefined> {
    const [row] = await this.database.prepared<AccountRow>(
      'get-account',
      `select ${accountColumns} from identity.users where id = $1 and erased_at is null`,
      [userId],
    );
    return row && accountOf(row);
  }
}
