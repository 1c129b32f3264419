import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Credentials } from '../domain/credentials.ts';

@Injectable()
export class CredentialRepository extends Credentials {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async forget(userId: string): Promise<void> {
    await this.em.execute(
      `with keys as (delete from identity.api_keys where user_id = ?),
            factors as (delete from identity.second_factors where id = ?),
            identities as (delete from identity.linked_identities where user_id = ?),
            changes as (delete from identity.email_changes where user_id = ?)
       delete from identity.known_devices where user_id = ?`,
      [userId, userId, userId, userId, userId],
    );
  }
}
