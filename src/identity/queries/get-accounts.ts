import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type AccountView, GetAccounts } from '../identity.contract.ts';

const SQL = 'select id, email, name, roles from identity.users where id = any($1)';

@QueryHandler(GetAccounts)
export class GetAccountsHandler implements IQueryHandler<GetAccounts> {
  constructor(private readonly database: Database) {}

  execute({ userIds }: GetAccounts): Promise<AccountView[]> {
    return this.database.prepared<AccountView>('get-accounts', SQL, [userIds]);
  }
}
