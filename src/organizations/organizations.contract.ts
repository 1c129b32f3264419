import { Query } from '@nestjs/cqrs';
import { z } from 'zod';
import { DomainEvent } from '../kernel/domain/domain-event.ts';
import { ORGANIZATION_ROLES, type OrganizationRole } from './domain/permissions.ts';

export const organizationRole = z.enum(ORGANIZATION_ROLES).meta({ example: 'member' });

export const membershipView = z
  .strictObject({
    organizationId: z.uuid(),
    userId: z.uuid(),
    role: organizationRole,
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: 'Membership' });

export type MembershipView = z.infer<typeof membershipView>;

/** What somebody is in an organization. Undefined for somebody outside, and for an organization that there is not. */
export class GetMembership extends Query<MembershipView | undefined> {
  constructor(
    readonly organizationId: string,
    readonly userId: string,
  ) {
    super();
  }
}

export class OrganizationCreated extends DomainEvent {
  static override readonly type = 'organizations.organization_created';

  constructor(
    readonly organizationId: string,
    readonly name: string,
    readonly creatorId: string,
  ) {
    super();
  }
}

/** Fires each time that the invitation is to be mailed: when it is made, and when it is renewed. */
export class InvitationIssued extends DomainEvent {
  static override readonly type = 'organizations.invitation_issued';
  static override readonly personal = true;

  constructor(
    readonly invitationId: string,
    readonly organizationId: string,
    readonly organizationName: string,
    readonly email: string,
    readonly role: OrganizationRole,
  ) {
    super();
  }
}

/** For the creator of an organization, too. */
export class MemberJoined extends DomainEvent {
  static override readonly type = 'organizations.member_joined';

  constructor(
    readonly organizationId: string,
    readonly userId: string,
    readonly role: OrganizationRole,
  ) {
    super();
  }
}

/** By their own wish, by somebody else's, or because their account was erased. */
export class MemberLeft extends DomainEvent {
  static override readonly type = 'organizations.member_left';

  constructor(
    readonly organizationId: string,
    readonly userId: string,
  ) {
    super();
  }
}

export class MemberRoleChanged extends DomainEvent {
  static override readonly type = 'organizations.member_role_changed';

  constructor(
    readonly organizationId: string,
    readonly userId: string,
    /** The new one. */
    readonly role: OrganizationRole,
  ) {
    super();
  }
}
