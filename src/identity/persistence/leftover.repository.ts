import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Leftovers } from '../domain/leftovers.ts';

@Injectable()
export class LeftoverRepository extends Leftovers {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async forget(now: Date): Promise<void> {
    await this.em.execute(
      `with present as (select ?::timestamptz as instant),
            sessions as (delete from identity.sessions using present
              where coalesce(ended_at, least(expires_at, last_used_at + interval '14 days')) < instant - interval '30 days'),
            proofs as (delete from identity.proofs using present where requested_at < instant - interval '7 days'),
            changes as (delete from identity.email_changes using present where requested_at < instant - interval '7 days')
       delete from identity.known_devices using present where last_seen_at < instant - interval '1 year'`,
      [now],
    );
  }
}
