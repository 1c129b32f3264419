import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** The id that the provider knows a user by; undefined for somebody who has never paid. */
export class GetCustomer extends Query<string | undefined> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetCustomer)
export class GetCustomerHandler implements IQueryHandler<GetCustomer> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetCustomer): Promise<string | undefined> {
    const row = await this.database.kysely
      .selectFrom('billing.customers')
      .select('provider_id')
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row?.provider_id;
  }
}
