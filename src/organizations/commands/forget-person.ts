import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Invitations } from '../domain/invitations.ts';
import type { Membership } from '../domain/membership.ts';
import { Memberships } from '../domain/memberships.ts';
import type { Organization } from '../domain/organization.ts';
import { Organizations } from '../domain/organizations.ts';

/**
 * Somebody's account is erased: their memberships and the invitations to them go. Where they were the only owner, the
 * longest-standing admin, else member, becomes owner; where nobody else is left, the organization goes too.
 */
export class ForgetPerson extends Command<void> {
  constructor(
    readonly userId: string,
    /** The last one, by which they may have been invited before it was theirs. */
    readonly email?: string,
  ) {
    super();
  }
}

@CommandHandler(ForgetPerson)
export class ForgetPersonHandler implements ICommandHandler<ForgetPerson> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly invitations: Invitations,
    private readonly audit: AuditLog,
  ) {}

  async execute({ userId, email }: ForgetPerson): Promise<void> {
    for (const organization of await this.organizations.lockAllOf(userId, email)) {
      const membership = await this.memberships.find(organization.id, userId);
      if (!membership) continue;
      await this.withdraw(organization, membership);
      this.memberships.remove(membership);
    }
    await this.invitations.forget(userId, email);
  }

  private async withdraw(organization: Organization, membership: Membership): Promise<void> {
    const owners = await this.memberships.countOwners(organization.id);
    if (membership.isOnlyOwner(owners)) await this.replace(organization, membership, owners);
    membership.vanish();
    await this.audit.record({
      action: 'organizations.member_removed',
      subject: membership.auditSubject,
      before: { role: membership.role },
    });
  }

  private async replace(organization: Organization, owner: Membership, owners: number): Promise<void> {
    const successor = await this.memberships.findSuccessor(owner);
    if (!successor) return this.close(organization);
    const before = { role: successor.role };
    successor.changeRole('owner', owners);
    await this.audit.record({
      action: 'organizations.member_role_changed',
      subject: successor.auditSubject,
      before,
      after: { role: 'owner' },
    });
  }

  private async close(organization: Organization): Promise<void> {
    this.organizations.remove(organization);
    await this.audit.record({
      action: 'organizations.removed',
      subject: `organization:${organization.id}`,
      before: { name: organization.name },
    });
  }
}
