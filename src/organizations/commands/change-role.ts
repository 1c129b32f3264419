import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { MemberNotFound } from '../domain/membership.errors.ts';
import { Memberships } from '../domain/memberships.ts';
import { Organizations } from '../domain/organizations.ts';
import { assertMay, type OrganizationRole } from '../domain/permissions.ts';

/** @throws OrganizationNotFound, NotAllowedInOrganization, MemberNotFound, OrganizationNeedsOwner */
export class ChangeRole extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly userId: string,
    readonly role: OrganizationRole,
  ) {
    super();
  }
}

@CommandHandler(ChangeRole)
export class ChangeRoleHandler implements ICommandHandler<ChangeRole> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly audit: AuditLog,
  ) {}

  async execute({ organizationId, actorId, userId, role }: ChangeRole): Promise<void> {
    await this.organizations.lock(organizationId);
    const actor = await this.memberships.find(organizationId, actorId);
    assertMay(actor?.role, 'roles:change');
    const member = await this.memberships.find(organizationId, userId);
    if (!member) throw new MemberNotFound();
    const before = { role: member.role };
    if (before.role === role) return;
    member.changeRole(role, await this.memberships.countOwners(organizationId));
    await this.audit.record({
      action: 'organizations.member_role_changed',
      subject: member.auditSubject,
      before,
      after: { role },
    });
  }
}
