import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type SealedKind, type SealedSecret, SealedSecrets } from '../domain/sealed-secrets.ts';

const STORED: Record<SealedKind, { table: string; column: string }> = {
  'signing key': { table: 'identity.signing_keys', column: 'sealed_private_key' },
  authenticator: { table: 'identity.second_factors', column: 'sealed_secret' },
};
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class SealedSecretRepository extends SealedSecrets {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override lockAfter(kind: SealedKind, afterId = BEFORE_ALL, limit: number): Promise<SealedSecret[]> {
    const { table, column } = STORED[kind];
    return this.em.execute(
      `select id, ${column} as sealed from ${table} where id > ? order by id limit ${limit} for update`,
      [afterId],
    );
  }

  override async replace(kind: SealedKind, { id, sealed }: SealedSecret): Promise<void> {
    const { table, column } = STORED[kind];
    await this.em.execute(`update ${table} set ${column} = ? where id = ?`, [sealed, id]);
  }
}
