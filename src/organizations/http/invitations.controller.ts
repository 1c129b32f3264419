import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { AcceptInvitation } from '../commands/accept-invitation.ts';
import { Invite } from '../commands/invite.ts';
import { RevokeInvitation } from '../commands/revoke-invitation.ts';
import {
  AddressNotVerified,
  InvitationClosed,
  InvitationForAnotherAddress,
  InvitationNotFound,
  TooManyInvitations,
} from '../domain/invitation.errors.ts';
import { MemberAlready } from '../domain/membership.errors.ts';
import { NotAllowedInOrganization, OrganizationNotFound } from '../domain/organization.errors.ts';
import { membershipView, organizationRole } from '../organizations.contract.ts';
import { InviteByMail } from '../processes/invite-by-mail.ts';
import { invitationPageView, invitationView } from '../queries/invitation.view.ts';
import { invitationsQuery, ListInvitations } from '../queries/list-invitations.ts';

const inviteRequest = z
  .strictObject({
    email: z.email().max(254).meta({ example: 'ada@example.org' }),
    role: organizationRole,
  })
  .meta({ id: 'Invite' });

const acceptRequest = z
  .strictObject({ token: text().min(1).max(200).describe('from the link in the mail') })
  .meta({ id: 'AcceptInvitation' });

@ApiTags('organizations')
@Controller('api')
export class InvitationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly inviting: InviteByMail,
  ) {}

  @Post('organizations/:id/invitations')
  @Requires('organizations:own')
  @ApiOperation({
    summary: 'Invite somebody by mail',
    description:
      'Inviting an address again renews its invitation and mails it again. An owner may, and an admin, but an admin invites no owners. The inviter has verified their own address. An address is invited five times an hour at most, and nobody invites more than fifty times a day.',
  })
  @ApiCreatedResponse({ standardSchema: invitationView })
  @ApiProblems(OrganizationNotFound, NotAllowedInOrganization, AddressNotVerified, MemberAlready, TooManyInvitations)
  async invite(
    @Param('id', { schema: uuid }) organizationId: string,
    @Body({ schema: inviteRequest }) { email, role }: z.infer<typeof inviteRequest>,
    @Actor() actor: Principal,
  ): Promise<z.infer<typeof invitationView>> {
    const invitation = await this.inviting.invite(new Invite(organizationId, actor.userId, email, role));
    return {
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      invitedBy: invitation.invitedBy,
      invitedAt: invitation.invitedAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString(),
    };
  }

  @Get('organizations/:id/invitations')
  @Requires('organizations:own')
  @ApiOperation({
    summary: 'The invitations that nobody has accepted or revoked, latest first',
    description: 'For owners and admins.',
  })
  @ApiOkResponse({ standardSchema: invitationPageView })
  @ApiProblems(OrganizationNotFound, NotAllowedInOrganization)
  list(
    @Param('id', { schema: uuid }) organizationId: string,
    @Query({ schema: invitationsQuery }) page: z.infer<typeof invitationsQuery>,
    @Actor() actor: Principal,
  ) {
    return this.queries.execute(new ListInvitations(organizationId, actor.userId, page));
  }

  @Delete('organizations/:id/invitations/:invitationId')
  @HttpCode(204)
  @Requires('organizations:own')
  @ApiOperation({
    summary: 'Revoke an invitation',
    description: 'An owner may, and an admin, unless it is to become an owner.',
  })
  @ApiNoContentResponse({ description: 'Its link is worth nothing' })
  @ApiProblems(OrganizationNotFound, NotAllowedInOrganization, InvitationNotFound, InvitationClosed)
  revoke(
    @Param('id', { schema: uuid }) organizationId: string,
    @Param('invitationId', { schema: uuid }) invitationId: string,
    @Actor() actor: Principal,
  ) {
    return this.commands.execute(new RevokeInvitation(organizationId, actor.userId, invitationId));
  }

  @Post('invitations/accept')
  @HttpCode(200)
  @Requires('organizations:own')
  @ApiOperation({
    summary: 'Join an organization',
    description: 'With the account of the address that was invited. Repeating it answers the same membership.',
  })
  @ApiOkResponse({ standardSchema: membershipView })
  @ApiProblems(InvitationNotFound, InvitationForAnotherAddress, InvitationClosed, OrganizationNotFound)
  accept(@Body({ schema: acceptRequest }) { token }: z.infer<typeof acceptRequest>, @Actor() actor: Principal) {
    return this.commands.execute(new AcceptInvitation(token, actor.userId));
  }
}
