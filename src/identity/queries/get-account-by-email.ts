import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type AccountView, GetAccountByEmail } from '../identity.contract.ts';

@QueryHandler(GetAccountByEmail)
export class GetAccountByEmailHandler implements IQueryHandler<GetAccountByEmail> {
  constructor(private readonly database: Database) {}

  async execute({ email }: GetAccountByEmail): Promise<AccountView | undefined> {
    return this.database.kysely
      .selectFrom('identity.users')
      .select(['id', 'email', 'name', 'roles'])
      .where('email', '=', email)
      .executeTakeFirst() as Promise<AccountView | undefined>;
  }
}
