import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { organizationPageView } from './organization.view.ts';

/** The sort key is the id of the membership: latest first. */
export const organizationsQuery = pageQuery(z.uuid());

/** The organizations that somebody is a member of. */
export class ListOrganizations extends Query<z.infer<typeof organizationPageView>> {
  constructor(
    readonly userId: string,
    readonly page: z.infer<typeof organizationsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListOrganizations)
export class ListOrganizationsHandler implements IQueryHandler<ListOrganizations> {
  constructor(private readonly database: Database) {}

  async execute({ userId, page: { limit, cursor } }: ListOrganizations) {
    const rows = await this.database.kysely
      .selectFrom('organizations.memberships as m')
      .innerJoin('organizations.organizations as o', 'o.id', 'm.organization_id')
      .select(['m.id as membership_id', 'o.id', 'o.name', 'm.role', 'o.created_at'])
      .where('m.user_id', '=', userId)
      .$if(cursor !== undefined, query => query.where('m.id', '<', cursor))
      .orderBy('m.id', 'desc')
      .limit(limit + 1)
      .execute();
    const { items, nextCursor } = pageOf(rows, limit, row => row.membership_id);
    return {
      items: items.map(({ id, name, role, created_at }) => ({ id, name, role, createdAt: created_at.toISOString() })),
      nextCursor,
    };
  }
}
