import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { EmailTaken } from '../domain/account.errors.ts';
import type { Role } from '../domain/permissions.ts';
import { User } from '../domain/user.ts';

export const userMapping = defineEntity({
  class: User,
  schema: 'identity',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    _email: p.text().fieldName('email'),
    _name: p.text().fieldName('name'),
    _passwordHash: p.text().nullable().fieldName('password_hash'),
    _roles: p.array().$type<Role[]>().fieldName('roles').columnType('text[]'),
    signedUpAt: p.datetime().columnType('timestamptz'),
    _emailVerifiedAt: p.datetime().columnType('timestamptz').nullable().fieldName('email_verified_at'),
    _lockedAt: p.datetime().columnType('timestamptz').nullable().fieldName('locked_at'),
    _erasedAt: p.datetime().columnType('timestamptz').nullable().fieldName('erased_at'),
  },
});

constraintGuards('users_email', () => new EmailTaken());
