import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { SCOPES } from '../domain/api-key.ts';

export const apiKeyView = z
  .strictObject({
    id: z.uuid(),
    name: z.string().meta({ example: 'Nightly export' }),
    prefix: z.string().describe('how the key begins').meta({ example: 'azora_k3J9x2' }),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe('to the minute'),
  })
  .meta({ id: 'ApiKey' });

export const apiKeysView = z.strictObject({ items: z.array(apiKeyView) }).meta({ id: 'ApiKeys' });
export type ApiKeysView = z.infer<typeof apiKeysView>;

/** The keys of a user that are not revoked, the newest first. There are few, so they are one page. */
export class ListApiKeys extends Query<ApiKeysView> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: ListApiKeys): Promise<ApiKeysView> {
    const rows = await this.database.kysely
      .selectFrom('identity.api_keys')
      .select(['id', 'name', 'prefix', 'scopes', 'created_at', 'expires_at', 'last_used_at'])
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .orderBy('id', 'desc')
      .execute();
    return {
      items: rows.map(row => ({
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        scopes: row.scopes,
        createdAt: row.created_at.toISOString(),
        expiresAt: row.expires_at?.toISOString() ?? null,
        lastUsedAt: row.last_used_at?.toISOString() ?? null,
      })),
    };
  }
}
