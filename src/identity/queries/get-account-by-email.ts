import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type AccountView, GetAccountByEmail } from '../identity.contract.ts';
import { type AccountRow, accountColumns, accountOf } from './account-row.ts';

@QueryHandler(GetAccountByEmail)
export class GetAccountByEmailHandler implements IQueryHandler<GetAccountByEmail> {
  constructor(private readonly database: Database) {}

  async execute({ email }: GetAccountByEmail): Promise<AccountView | undefined> {
    const [row] = await this.database.prepared<AccountRow>(
      'get-account-by-email',
      `select ${accountColumns} from identity.users where email = $1 and erased_at is null`,
      [email],
    );
    return row && accountOf(row);
  }
}
