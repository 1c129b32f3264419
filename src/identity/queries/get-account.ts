import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type AccountView, GetAccount } from '../identity.contract.ts';

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetAccount): Promise<AccountView | undefined> {
    return this.database.kysely
      .selectFrom('identity.users')
      .select(['id', 'email', 'name', 'roles'])
      .where('id', '=', userId)
      .executeTakeFirst() as Promise<AccountView | undefined>;
  }
}
