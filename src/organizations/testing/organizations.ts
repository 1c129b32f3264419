import { newId } from '../../kernel/domain/ids.ts';
import { Invitation } from '../domain/invitation.ts';
import { Membership } from '../domain/membership.ts';
import { Organization } from '../domain/organization.ts';
import type { OrganizationRole } from '../domain/permissions.ts';

export const NOON = new Date('2026-03-01T12:00:00.000Z');

export function anOrganization(name = 'Analytical Engines'): Organization {
  const organization = Organization.create(newId(), name, newId(), 0, NOON);
  organization.pullEvents();
  return organization;
}

export function aMember(role: OrganizationRole): Membership {
  const membership = Membership.join(newId(), newId(), newId(), role, NOON);
  membership.pullEvents();
  return membership;
}

export function anInvitation(organization = anOrganization()): Invitation {
  const offer = { role: 'member', invitedBy: newId(), inviteeId: null } as const;
  const invitation = Invitation.issue(newId(), organization, 'ada@example.org', offer, NOON);
  invitation.pullEvents();
  return invitation;
}
