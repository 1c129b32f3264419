import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Membership } from '../domain/membership.ts';
import { Memberships } from '../domain/memberships.ts';
import { Organization } from '../domain/organization.ts';
import { Organizations } from '../domain/organizations.ts';

/** Its creator becomes its owner. @throws TooManyOrganizations */
export class CreateOrganization extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly name: string,
    readonly creatorId: string,
  ) {
    super();
  }
}

@CommandHandler(CreateOrganization)
export class CreateOrganizationHandler implements ICommandHandler<CreateOrganization> {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, name, creatorId }: CreateOrganization): Promise<void> {
    const now = this.clock.now();
    const before = await this.organizations.countCreatedBy(creatorId);
    this.organizations.add(Organization.create(organizationId, name, creatorId, before, now));
    this.memberships.add(Membership.join(newId(), organizationId, creatorId, 'owner', now));
    await this.audit.record({
      action: 'organizations.created',
      subject: `organization:${organizationId}`,
      after: { name },
    });
  }
}
