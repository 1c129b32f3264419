import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { OrganizationNotFound } from '../domain/organization.errors.ts';
import type { OrganizationView } from './organization.view.ts';

/** An organization as one of its members sees it. @throws OrganizationNotFound, for others too */
export class GetOrganization extends Query<OrganizationView> {
  constructor(
    readonly organizationId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(GetOrganization)
export class GetOrganizationHandler implements IQueryHandler<GetOrganization> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId, userId }: GetOrganization): Promise<OrganizationView> {
    const row = await this.database.kysely
      .selectFrom('organizations.memberships as m')
      .innerJoin('organizations.organizations as o', 'o.id', 'm.organization_id')
      .select(['o.id', 'o.name', 'm.role', 'o.created_at'])
      .where('m.organization_id', '=', organizationId)
      .where('m.user_id', '=', userId)
      .executeTakeFirst();
    if (!row) throw new OrganizationNotFound();
    const { created_at: createdAt, ...same } = row;
    return { ...same, createdAt: createdAt.toISOString() } as OrganizationView;
  }
}
