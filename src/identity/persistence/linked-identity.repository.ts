import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LinkedIdentities, type LinkedIdentity } from '../domain/linked-identity.ts';
import { linkedIdentityMapping } from './linked-identity.mapping.ts';

@Injectable()
export class LinkedIdentityRepository extends LinkedIdentities {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(identity: LinkedIdentity): void {
    this.em.persist(identity);
  }

  override async find(provider: string, subject: string): Promise<LinkedIdentity | undefined> {
    return (await this.em.findOne(linkedIdentityMapping, { provider, subject })) ?? undefined;
  }
}
