import { defineEntity, p } from '@mikro-orm/postgresql';
import { ApiKey, type Scope } from '../domain/api-key.ts';

export const apiKeyMapping = defineEntity({
  class: ApiKey,
  schema: 'identity',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    name: p.text(),
    prefix: p.text(),
    hash: p.blob().$type<Buffer>(),
    scopes: p.array().$type<Scope[]>().columnType('text[]'),
    createdAt: p.datetime().columnType('timestamptz'),
    expiresAt: p.datetime().columnType('timestamptz').nullable(),
    _revokedAt: p.datetime().columnType('timestamptz').nullable().fieldName('revoked_at'),
  },
});
