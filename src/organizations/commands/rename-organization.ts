import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Memberships } from '../domain/memberships.ts';
import { Organizations } from '../domain/organizations.ts';
import { assertMay } from '../domain/permissions.ts';

/** @throws OrganizationNotFound, NotAllowedInOrganization */
export class RenameOrganization extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameOrganization)
export class RenameOrganizationHandler implements ICommandHandler<RenameOrganization> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly audit: AuditLog,
  ) {}

  async execute({ organizationId, actorId, name }: RenameOrganization): Promise<void> {
    const organization = await this.organizations.lock(organizationId);
    const actor = await this.memberships.find(organizationId, actorId);
    assertMay(actor?.role, 'organization:rename');
    const before = { name: organization.name };
    if (before.name === name) return;
    organization.rename(name);
    await this.audit.record({
      action: 'organizations.renamed',
      subject: `organization:${organizationId}`,
      before,
      after: { name },
    });
  }
}
