import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';

@Injectable()
@PersonalDataOf('organizations')
export class PersonalDataOfOrganizations implements PersonalData {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async personalDataOf(userId: string) {
    const account = await this.queries.execute(new GetAccount(userId));
    const [memberships, invitations] = await Promise.all([
      this.memberships(userId),
      this.invitations(userId, account?.emailVerified ? account.email : undefined),
    ]);
    return { memberships, invitations };
  }

  private memberships(userId: string) {
    return this.database.kysely
      .selectFrom('organizations.memberships as m')
      .innerJoin('organizations.organizations as o', 'o.id', 'm.organization_id')
      .select(['o.id as organizationId', 'o.name', 'm.role', 'm.joined_at as joinedAt'])
      .where('m.user_id', '=', userId)
      .orderBy('m.id')
      .execute();
  }

  /** Until the address is proven, whoever was invited may be somebody else, unless they have accepted. */
  private invitations(userId: string, provenEmail: string | undefined) {
    return this.database.kysely
      .selectFrom('organizations.invitations as i')
      .innerJoin('organizations.organizations as o', 'o.id', 'i.organization_id')
      .select(['o.id as organizationId', 'o.name', 'i.email', 'i.role', 'i.invited_at as invitedAt'])
      .select(['i.accepted_at as acceptedAt', 'i.revoked_at as revokedAt'])
      .where(({ and, eb, or }) =>
        provenEmail
          ? or([eb('i.invitee_id', '=', userId), eb('i.email', '=', provenEmail)])
          : and([eb('i.invitee_id', '=', userId), eb('i.accepted_at', 'is not', null)]),
      )
      .orderBy('i.id')
      .execute();
  }
}
