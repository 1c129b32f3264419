import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { GetAccounts } from '../../identity/identity.contract.ts';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { assertMay } from '../domain/permissions.ts';
import { GetMembership } from '../organizations.contract.ts';
import type { memberPageView } from './member.view.ts';

/** The sort key is the id of the membership: longest-standing first. */
export const membersQuery = pageQuery(z.uuid());

/** @throws OrganizationNotFound */
export class ListMembers extends Query<z.infer<typeof memberPageView>> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
    readonly page: z.infer<typeof membersQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListMembers)
export class ListMembersHandler implements IQueryHandler<ListMembers> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ organizationId, actorId, page: { limit, cursor } }: ListMembers) {
    const actor = await this.queries.execute(new GetMembership(organizationId, actorId));
    assertMay(actor?.role, 'members:read');
    const rows = await this.database.kysely
      .selectFrom('organizations.memberships')
      .select(['id', 'user_id', 'role', 'joined_at'])
      .where('organization_id', '=', organizationId)
      .$if(cursor !== undefined, query => query.where('id', '>', cursor))
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    const { items, nextCursor } = pageOf(rows, limit, row => row.id);
    const accounts = await this.queries.execute(new GetAccounts(items.map(row => row.user_id)));
    const accountOf = new Map(accounts.map(account => [account.id, account]));
    return {
      // Who has no account any more is about to be no member any more.
      items: items.flatMap(({ user_id, role, joined_at }) => {
        const account = accountOf.get(user_id);
        return account
          ? [{ id: account.id, name: account.name, email: account.email, role, joinedAt: joined_at.toISOString() }]
          : [];
      }),
      nextCursor,
    };
  }
}
