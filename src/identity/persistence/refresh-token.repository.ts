import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { RefreshTokens, type UsedToken } from '../domain/refresh-tokens.ts';

/** Tokens have no behavior worth an aggregate: who wins is for one statement to say. */
@Injectable()
export class RefreshTokenRepository extends RefreshTokens {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async add(hash: Buffer, sessionId: string, now: Date): Promise<void> {
    await this.em.execute('insert into identity.refresh_tokens (hash, session_id, issued_at) values (?, ?, ?)', [
      hash,
      sessionId,
      now,
    ]);
  }

  override async use(hash: Buffer, next: { hash: Buffer; sealed: string }, now: Date): Promise<string | undefined> {
    const [used] = await this.em.execute<{ session_id: string }[]>(
      'update identity.refresh_tokens set used_at = ?, successor = ? where hash = ? and used_at is null returning session_id',
      [now, next.sealed, hash],
    );
    if (used) await this.add(next.hash, used.session_id, now);
    return used?.session_id;
  }

  override async used(hash: Buffer): Promise<UsedToken | undefined> {
    const [row] = await this.em.execute<{ session_id: string; used_at: Date; successor: string }[]>(
      'select session_id, used_at, successor from identity.refresh_tokens where hash = ? and used_at is not null',
      [hash],
    );
    return row && { sessionId: row.session_id, usedAt: new Date(row.used_at), successor: row.successor };
  }
}
