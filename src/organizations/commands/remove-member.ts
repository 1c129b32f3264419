import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { MemberNotFound } from '../domain/membership.errors.ts';
import { Memberships } from '../domain/memberships.ts';
import { Organizations } from '../domain/organizations.ts';
import { assertMay } from '../domain/permissions.ts';

/**
 * Removes somebody, or leaves, which every member may.
 * @throws OrganizationNotFound, NotAllowedInOrganization, MemberNotFound, OrganizationNeedsOwner
 */
export class RemoveMember extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly audit: AuditLog,
  ) {}

  async execute({ organizationId, actorId, userId }: RemoveMember): Promise<void> {
    await this.organizations.lock(organizationId);
    const actor = await this.memberships.find(organizationId, actorId);
    assertMay(actor?.role, 'members:read');
    const member = await this.memberships.find(organizationId, userId);
    if (!member) throw new MemberNotFound();
    if (member !== actor) assertMay(actor?.role, `remove:${member.role}`);
    member.leave(await this.memberships.countOwners(organizationId));
    this.memberships.remove(member);
    await this.audit.record({
      action: 'organizations.member_removed',
      subject: member.auditSubject,
      before: { role: member.role },
    });
  }
}
