import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { ChangeRole } from '../commands/change-role.ts';
import { RemoveMember } from '../commands/remove-member.ts';
import { MemberNotFound, OrganizationNeedsOwner } from '../domain/membership.errors.ts';
import { NotAllowedInOrganization, OrganizationNotFound } from '../domain/organization.errors.ts';
import { organizationRole } from '../organizations.contract.ts';
import { ListMembers, membersQuery } from '../queries/list-members.ts';
import { memberPageView } from '../queries/member.view.ts';

const roleRequest = z.strictObject({ role: organizationRole }).meta({ id: 'ChangeRole' });

@ApiTags('organizations')
@Controller('api/organizations/:id/members')
export class MembersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Requires('organizations:own')
  @ApiOperation({ summary: 'The members of an organization, longest-standing first' })
  @ApiOkResponse({ standardSchema: memberPageView })
  @ApiProblems(OrganizationNotFound)
  list(
    @Param('id', { schema: uuid }) organizationId: string,
    @Query({ schema: membersQuery }) page: z.infer<typeof membersQuery>,
    @Actor() actor: Principal,
  ) {
    return this.queries.execute(new ListMembers(organizationId, actor.userId, page));
  }

  @Put(':userId')
  @HttpCode(204)
  @Requires('organizations:own')
  @ApiOperation({ summary: 'Change what a member is', description: 'An owner may.' })
  @ApiNoContentResponse({ description: 'They are' })
  @ApiProblems(OrganizationNotFound, NotAllowedInOrganization, MemberNotFound, OrganizationNeedsOwner)
  changeRole(
    @Param('id', { schema: uuid }) organizationId: string,
    @Param('userId', { schema: uuid }) userId: string,
    @Body({ schema: roleRequest }) { role }: z.infer<typeof roleRequest>,
    @Actor() actor: Principal,
  ) {
    return this.commands.execute(new ChangeRole(organizationId, actor.userId, userId, role));
  }

  @Delete(':userId')
  @HttpCode(204)
  @Requires('organizations:own')
  @ApiOperation({
    summary: 'Remove a member, or leave',
    description: 'An owner may remove everybody, an admin those who are only members. Everybody may leave.',
  })
  @ApiNoContentResponse({ description: 'They are gone' })
  @ApiProblems(OrganizationNotFound, NotAllowedInOrganization, MemberNotFound, OrganizationNeedsOwner)
  remove(
    @Param('id', { schema: uuid }) organizationId: string,
    @Param('userId', { schema: uuid }) userId: string,
    @Actor() actor: Principal,
  ) {
    return this.commands.execute(new RemoveMember(organizationId, actor.userId, userId));
  }
}
