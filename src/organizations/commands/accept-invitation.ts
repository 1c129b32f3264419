import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { GetAccount } from '../../identity/identity.contract.ts';
import { LinkTokens } from '../../identity/link-tokens.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { InvitationClosed, InvitationForAnotherAddress, InvitationNotFound } from '../domain/invitation.errors.ts';
import type { Invitation } from '../domain/invitation.ts';
import { Invitations } from '../domain/invitations.ts';
import { Membership } from '../domain/membership.ts';
import { Memberships } from '../domain/memberships.ts';
import { Organizations } from '../domain/organizations.ts';
import { may } from '../domain/permissions.ts';
import type { MembershipView } from '../organizations.contract.ts';

/**
 * Makes the invited person a member. Repeated by the same person it answers the membership that stands.
 * @throws InvitationNotFound, InvitationForAnotherAddress, InvitationClosed
 */
export class AcceptInvitation extends Command<MembershipView> {
  constructor(
    readonly token: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(AcceptInvitation)
export class AcceptInvitationHandler implements ICommandHandler<AcceptInvitation> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly invitations: Invitations,
    private readonly tokens: LinkTokens,
    private readonly queries: QueryBus,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ token, userId }: AcceptInvitation): Promise<MembershipView> {
    const invitation = await this.lockedInvitation(token);
    // Only now: who is erased meanwhile is forgotten under the same lock, and must not become a member after that.
    const account = await this.queries.execute(new GetAccount(userId));
    if (account?.email !== invitation.email) throw new InvitationForAnotherAddress();

    const standing = await this.memberships.find(invitation.organizationId, userId);
    const membership =
      standing && invitation.isAcceptedBy(userId) ? standing : await this.accept(invitation, userId, standing);
    const { organizationId, role, joinedAt } = membership;
    return { organizationId, userId, role, joinedAt: joinedAt.toISOString() };
  }

  private async lockedInvitation(token: string): Promise<Invitation> {
    const invitationId = this.tokens.idIn('join-organization', token);
    const organizationId = invitationId && (await this.invitations.organizationOf(invitationId));
    if (!organizationId) throw new InvitationNotFound();
    await this.organizations.lock(organizationId);
    return this.invitations.get(organizationId, invitationId);
  }

  private async accept(invitation: Invitation, userId: string, standing?: Membership): Promise<Membership> {
    const { organizationId, role, invitedBy } = invitation;
    const inviter = await this.memberships.find(organizationId, invitedBy);
    if (!may(inviter?.role, `invite:${role}`)) throw new InvitationClosed();
    const now = this.clock.now();
    invitation.accept(userId, now);
    const membership = standing ?? Membership.join(newId(), organizationId, userId, role, now);
    this.memberships.add(membership);
    await this.audit.record({
      action: 'organizations.invitation_accepted',
      subject: `invitation:${invitation.id}`,
      after: { organizationId, userId, role: membership.role },
    });
    return membership;
  }
}
