import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { Invitations } from '../domain/invitations.ts';
import { Memberships } from '../domain/memberships.ts';
import { Organizations } from '../domain/organizations.ts';
import { assertMay } from '../domain/permissions.ts';

/** @throws OrganizationNotFound, NotAllowedInOrganization, InvitationNotFound, InvitationClosed */
export class RevokeInvitation extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly invitationId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeInvitation)
export class RevokeInvitationHandler implements ICommandHandler<RevokeInvitation> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly invitations: Invitations,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, actorId, invitationId }: RevokeInvitation): Promise<void> {
    await this.organizations.lock(organizationId);
    const actor = await this.memberships.find(organizationId, actorId);
    assertMay(actor?.role, 'invitations:read');
    const invitation = await this.invitations.get(organizationId, invitationId);
    assertMay(actor?.role, `invite:${invitation.role}`);
    if (!invitation.revoke(this.clock.now())) return;
    await this.audit.record({
      action: 'organizations.invitation_revoked',
      subject: `invitation:${invitationId}`,
      before: { organizationId, role: invitation.role },
    });
  }
}
