import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { SigningKey } from '../domain/signing-key.ts';

export class ListSigningKeys extends Query<SigningKey[]> {}

@QueryHandler(ListSigningKeys)
export class ListSigningKeysHandler implements IQueryHandler<ListSigningKeys> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<SigningKey[]> {
    const rows = await this.database.kysely
      .selectFrom('identity.signing_keys')
      .select(['id', 'public_key', 'sealed_private_key', 'active_from'])
      .execute();
    return rows.map(row => new SigningKey(row.id, row.public_key, row.sealed_private_key, row.active_from));
  }
}
