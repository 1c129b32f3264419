import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type AccountView, GetAccounts } from '../identity.contract.ts';
import { type AccountRow, accountColumns, accountOf } from './account-row.ts';

@QueryHandler(GetAccounts)
export class GetAccountsHandler implements IQueryHandler<GetAccounts> {
  constructor(private readonly database: Database) {}

  async execute({ userIds }: GetAccounts): Promise<AccountView[]> {
    const rows = await this.database.prepared<AccountRow>(
      'get-accounts',
      `select ${accountColumns} from identity.users where id = any($1) and erased_at is null`,
      [userIds],
    );
    return rows.map(accountOf);
  }
}
