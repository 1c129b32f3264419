import { MikroOrmModule } from '@mikro-orm/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { AcceptInvitationHandler } from './commands/accept-invitation.ts';
import { ChangeRoleHandler } from './commands/change-role.ts';
import { CreateOrganizationHandler } from './commands/create-organization.ts';
import { ForgetPersonHandler } from './commands/forget-person.ts';
import { InviteHandler } from './commands/invite.ts';
import { LinkInvitationsHandler } from './commands/link-invitations.ts';
import { RemoveMemberHandler } from './commands/remove-member.ts';
import { RenameOrganizationHandler } from './commands/rename-organization.ts';
import { RevokeInvitationHandler } from './commands/revoke-invitation.ts';
import { Invitations } from './domain/invitations.ts';
import { Memberships } from './domain/memberships.ts';
import { Organizations } from './domain/organizations.ts';
import { InvitationsController } from './http/invitations.controller.ts';
import { MembersController } from './http/members.controller.ts';
import { OrganizationsController } from './http/organizations.controller.ts';
import { ForgetPersonOnAccountErased } from './jobs/forget-person-on-account-erased.ts';
import { LinkInvitationsOnUserSignedUp } from './jobs/link-invitations-on-user-signed-up.ts';
import { invitationMapping } from './persistence/invitation.mapping.ts';
import { InvitationRepository } from './persistence/invitation.repository.ts';
import { membershipMapping } from './persistence/membership.mapping.ts';
import { MembershipRepository } from './persistence/membership.repository.ts';
import { organizationMapping } from './persistence/organization.mapping.ts';
import { OrganizationRepository } from './persistence/organization.repository.ts';
import { InviteByMail } from './processes/invite-by-mail.ts';
import { GetMembershipHandler } from './queries/get-membership.ts';
import { GetOrganizationHandler } from './queries/get-organization.ts';
import { ListInvitationsHandler } from './queries/list-invitations.ts';
import { ListMembersHandler } from './queries/list-members.ts';
import { ListOrganizationsHandler } from './queries/list-organizations.ts';
import { PersonalDataOfOrganizations } from './queries/personal-data-of-organizations.ts';

const commands = [
  AcceptInvitationHandler,
  ChangeRoleHandler,
  CreateOrganizationHandler,
  ForgetPersonHandler,
  InviteHandler,
  LinkInvitationsHandler,
  RemoveMemberHandler,
  RenameOrganizationHandler,
  RevokeInvitationHandler,
];

const queries = [
  GetMembershipHandler,
  GetOrganizationHandler,
  ListInvitationsHandler,
  ListMembersHandler,
  ListOrganizationsHandler,
  PersonalDataOfOrganizations,
];

const jobs = [ForgetPersonOnAccountErased, LinkInvitationsOnUserSignedUp];

@Module({
  imports: [
    MikroOrmModule.forFeature([organizationMapping, membershipMapping, invitationMapping]),
    BullModule.registerQueue({ name: 'organizations' }),
  ],
  controllers: [OrganizationsController, MembersController, InvitationsController],
  providers: [
    ...commands,
    ...queries,
    ...jobs,
    InviteByMail,
    { provide: Organizations, useClass: OrganizationRepository },
    { provide: Memberships, useClass: MembershipRepository },
    { provide: Invitations, useClass: InvitationRepository },
  ],
})
export class OrganizationsModule {}
