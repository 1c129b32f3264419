import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { normalizeEmail } from '../../identity/email.contract.ts';
import { GetAccount, GetAccountByEmail } from '../../identity/identity.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AddressNotVerified } from '../domain/invitation.errors.ts';
import { Invitation, type Offer } from '../domain/invitation.ts';
import { Invitations } from '../domain/invitations.ts';
import { MemberAlready } from '../domain/membership.errors.ts';
import { Memberships } from '../domain/memberships.ts';
import type { Organization } from '../domain/organization.ts';
import { Organizations } from '../domain/organizations.ts';
import { assertMay, type OrganizationRole } from '../domain/permissions.ts';

/**
 * Invites an address, or renews the invitation that stands, and has it mailed. Whether the address has an account shows in
 * nothing, but for who is a member and as such seen by every other.
 * @throws OrganizationNotFound, NotAllowedInOrganization, AddressNotVerified, MemberAlready, TooManyInvitations
 */
export class Invite extends Command<Invitation> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly email: string,
    readonly role: OrganizationRole,
  ) {
    super();
  }
}

@CommandHandler(Invite)
export class InviteHandler implements ICommandHandler<Invite> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly invitations: Invitations,
    private readonly queries: QueryBus,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, actorId, email: written, role }: Invite): Promise<Invitation> {
    const email = normalizeEmail(written);
    const invitee = await this.queries.execute(new GetAccountByEmail(email));
    const organization = await this.organizations.lock(organizationId);
    const actor = await this.memberships.find(organizationId, actorId);
    assertMay(actor?.role, `invite:${role}`);
    if (!(await this.queries.execute(new GetAccount(actorId)))?.emailVerified) throw new AddressNotVerified();
    if (invitee && (await this.memberships.find(organizationId, invitee.id))) throw new MemberAlready();

    const standing = await this.invitations.findStanding(organizationId, email);
    if (standing) assertMay(actor?.role, `invite:${standing.role}`);
    const offer = { role, invitedBy: actorId, inviteeId: invitee?.id ?? null };
    const invitation = await this.offer(organization, email, offer, standing);
    await this.audit.record({
      action: 'organizations.invited',
      subject: `invitation:${invitation.id}`,
      after: { organizationId, role },
    });
    return invitation;
  }

  private async offer(
    organization: Organization,
    email: string,
    offer: Offer,
    standing: Invitation | undefined,
  ): Promise<Invitation> {
    const now = this.clock.now();
    organization.assertMayInviteBeside(await this.invitations.countOpenToOthers(organization.id, email, now));
    standing?.renew(organization, offer, now);
    const invitation = standing ?? Invitation.issue(newId(), organization, email, offer, now);
    this.invitations.add(invitation);
    return invitation;
  }
}
