import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { MemberAlready } from '../domain/membership.errors.ts';
import { Membership } from '../domain/membership.ts';
import type { OrganizationRole } from '../domain/permissions.ts';

export const membershipMapping = defineEntity({
  class: Membership,
  schema: 'organizations',
  tableName: 'memberships',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    userId: p.uuid(),
    joinedAt: p.datetime().columnType('timestamptz'),
    _role: p.text().$type<OrganizationRole>().fieldName('role'),
  },
});

constraintGuards('memberships_once', () => new MemberAlready());
