import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type SigningKey, SigningKeys } from '../domain/signing-key.ts';
import { signingKeyMapping } from './signing-key.mapping.ts';

@Injectable()
export class SigningKeyRepository extends SigningKeys {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async lockAll(): Promise<SigningKey[]> {
    // An empty table has no rows to lock, and two processes that start at once must not both fill it.
    await this.em.execute('lock table identity.signing_keys in share row exclusive mode');
    return this.em.findAll(signingKeyMapping);
  }

  override add(key: SigningKey): void {
    this.em.persist(key);
  }

  override remove(key: SigningKey): void {
    this.em.remove(key);
  }
}
