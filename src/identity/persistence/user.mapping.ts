import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import type { Role } from '../domain/permissions.ts';
import { EmailTaken } from '../domain/user.errors.ts';
import { User } from '../domain/user.ts';

export const userMapping = defineEntity({
  class: User,
  schema: 'identity',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    _email: p.text().fieldName('email'),
    _name: p.text().fieldName('name'),
    _passwordHash: p.text().fieldName('password_hash'),
    _roles: p.array().$type<Role[]>().fieldName('roles').columnType('text[]'),
    signedUpAt: p.datetime().columnType('timestamptz'),
  },
});

constraintGuards('users_email', () => new EmailTaken());
