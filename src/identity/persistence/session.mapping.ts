import { defineEntity, p } from '@mikro-orm/postgresql';
import { type EndOfSession, Session } from '../domain/session.ts';

export const sessionMapping = defineEntity({
  class: Session,
  schema: 'identity',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    startedAt: p.datetime().columnType('timestamptz'),
    _lastUsedAt: p.datetime().columnType('timestamptz').fieldName('last_used_at'),
    expiresAt: p.datetime().columnType('timestamptz'),
    _endedAt: p.datetime().columnType('timestamptz').nullable().fieldName('ended_at'),
    _endedBecause: p.text().$type<EndOfSession>().nullable().fieldName('ended_because'),
    userAgent: p.text(),
    address: p.text().columnType('inet'),
  },
});
