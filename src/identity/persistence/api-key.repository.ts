import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { ApiKeyNotFound } from '../domain/api-key.errors.ts';
import { type ApiKey, ApiKeys } from '../domain/api-key.ts';
import { apiKeyMapping } from './api-key.mapping.ts';

@Injectable()
export class ApiKeyRepository extends ApiKeys {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(key: ApiKey): void {
    this.em.persist(key);
  }

  override async lock(id: string, userId: string): Promise<ApiKey> {
    const key = await this.em.findOne(apiKeyMapping, { id, userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!key || key.revokedAt) throw new ApiKeyNotFound();
    return key;
  }

  override async revokeAll(userId: string, now: Date): Promise<number> {
    return this.em.nativeUpdate(apiKeyMapping, { userId, _revokedAt: null } as object, { _revokedAt: now } as object);
  }

  override async countLive(userId: string, now: Date): Promise<number> {
    const [row] = await this.em.execute<{ live: string }[]>(
      `select count(*) as live from identity.api_keys
       where user_id = ? and revoked_at is null and (expires_at is null or expires_at > ?)`,
      [userId, now],
    );
    return Number(row?.live);
  }
}
