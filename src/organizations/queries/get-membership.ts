import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { GetMembership, type MembershipView } from '../organizations.contract.ts';

@QueryHandler(GetMembership)
export class GetMembershipHandler implements IQueryHandler<GetMembership> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId, userId }: GetMembership): Promise<MembershipView | undefined> {
    const row = await this.database.kysely
      .selectFrom('organizations.memberships')
      .select(['role', 'joined_at'])
      .where('organization_id', '=', organizationId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row && { organizationId, userId, role: row.role, joinedAt: row.joined_at.toISOString() };
  }
}
