import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { assertMay } from '../domain/permissions.ts';
import { GetMembership } from '../organizations.contract.ts';
import type { invitationPageView } from './invitation.view.ts';

/** The sort key is the id: UUIDv7, so latest first. */
export const invitationsQuery = pageQuery(z.uuid());

/** The invitations that nobody has accepted or revoked. @throws OrganizationNotFound, NotAllowedInOrganization */
export class ListInvitations extends Query<z.infer<typeof invitationPageView>> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly page: z.infer<typeof invitationsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListInvitations)
export class ListInvitationsHandler implements IQueryHandler<ListInvitations> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ organizationId, actorId, page: { limit, cursor } }: ListInvitations) {
    const actor = await this.queries.execute(new GetMembership(organizationId, actorId));
    assertMay(actor?.role, 'invitations:read');
    const rows = await this.database.kysely
      .selectFrom('organizations.invitations')
      .select(['id', 'email', 'role', 'invited_by', 'invited_at', 'expires_at'])
      .where('organization_id', '=', organizationId)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .$if(cursor !== undefined, query => query.where('id', '<', cursor))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const { items, nextCursor } = pageOf(rows, limit, row => row.id);
    return {
      items: items.map(({ id, email, role, invited_by: invitedBy, invited_at, expires_at }) => ({
        id,
        email,
        role,
        invitedBy,
        invitedAt: invited_at.toISOString(),
        expiresAt: expires_at.toISOString(),
      })),
      nextCursor,
    };
  }
}
