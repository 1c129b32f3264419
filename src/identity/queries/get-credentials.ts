import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { normalizeEmail } from '../email.contract.ts';
import type { AccountView } from '../identity.contract.ts';

export interface Credentials {
  readonly account: AccountView;
  readonly passwordHash: string;
}

/** What a login is checked against; undefined for an unknown address. */
export class GetCredentials extends Query<Credentials | undefined> {
  constructor(readonly email: string) {
    super();
  }
}

@QueryHandler(GetCredentials)
export class GetCredentialsHandler implements IQueryHandler<GetCredentials> {
  constructor(private readonly database: Database) {}

  async execute({ email }: GetCredentials): Promise<Credentials | undefined> {
    const row = await this.database.kysely
      .selectFrom('identity.users')
      .select(['id', 'email', 'name', 'roles', 'password_hash'])
      .where('email', '=', normalizeEmail(email))
      .executeTakeFirst();
    if (!row) return undefined;
    const { password_hash: passwordHash, ...account } = row;
    return { account: account as AccountView, passwordHash };
  }
}
