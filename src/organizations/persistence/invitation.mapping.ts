import { defineEntity, p } from '@mikro-orm/postgresql';
import { ConcurrentChange } from '../../kernel/domain/domain-error.ts';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { Invitation } from '../domain/invitation.ts';
import type { OrganizationRole } from '../domain/permissions.ts';

export const invitationMapping = defineEntity({
  class: Invitation,
  schema: 'organizations',
  tableName: 'invitations',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    email: p.text(),
    _inviteeId: p.uuid().nullable().fieldName('invitee_id'),
    _role: p.text().$type<OrganizationRole>().fieldName('role'),
    _invitedBy: p.uuid().fieldName('invited_by'),
    _invitedAt: p.datetime().columnType('timestamptz').fieldName('invited_at'),
    _expiresAt: p.datetime().columnType('timestamptz').fieldName('expires_at'),
    _acceptedAt: p.datetime().columnType('timestamptz').nullable().fieldName('accepted_at'),
    _revokedAt: p.datetime().columnType('timestamptz').nullable().fieldName('revoked_at'),
  },
});

// The lock on the organization lets nobody get this far; should it ever, repeating renews.
constraintGuards('invitations_one_standing', () => new ConcurrentChange());
