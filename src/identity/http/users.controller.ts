import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { Requires } from '../access.contract.ts';
import { LockUser } from '../commands/lock-user.ts';
import { SetRoles } from '../commands/set-roles.ts';
import { UnlockUser } from '../commands/unlock-user.ts';
import { CannotDoThisToOneself, NotAdministratorAnyMore, UserNotFound } from '../domain/account.errors.ts';
import { ROLES } from '../domain/permissions.ts';
import { ListUsers, usersQuery, usersView } from '../queries/list-users.ts';

const rolesRequest = z
  .strictObject({
    roles: z
      .array(z.enum(ROLES))
      .min(1)
      .max(ROLES.length)
      .transform(roles => [...new Set(roles)])
      .meta({ example: ['learner', 'instructor'] }),
  })
  .meta({ id: 'SetRoles' });

@ApiTags('identity')
@Controller('api/admin/users')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Requires('users:read')
  @ApiOperation({
    summary: 'Search users',
    description: 'By a part of an address or a name, by role, by lock; the newest first.',
  })
  @ApiOkResponse({ standardSchema: usersView })
  list(@Query({ schema: usersQuery }) filter: z.output<typeof usersQuery>) {
    return this.queries.execute(new ListUsers(filter));
  }

  @Put(':id/roles')
  @Requires('users:manage')
  @HttpCode(204)
  @ApiOperation({ summary: "Set a user's roles", description: 'They are in force with the next request of the user.' })
  @ApiNoContentResponse()
  @ApiProblems(UserNotFound, CannotDoThisToOneself, NotAdministratorAnyMore)
  async setRoles(
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: rolesRequest }) { roles }: z.output<typeof rolesRequest>,
    @Actor() { userId }: Principal,
  ) {
    await this.commands.execute(new SetRoles(id, roles, userId));
  }

  @Put(':id/lock')
  @Requires('users:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Lock a user out', description: 'Their sessions end and their API keys stop at once.' })
  @ApiNoContentResponse()
  @ApiProblems(UserNotFound, CannotDoThisToOneself, NotAdministratorAnyMore)
  async lock(@Param('id', { schema: uuid }) id: string, @Actor() { userId }: Principal) {
    await this.commands.execute(new LockUser(id, userId));
  }

  @Put(':id/unlock')
  @Requires('users:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Let a locked user in again' })
  @ApiNoContentResponse()
  @ApiProblems(UserNotFound)
  async unlock(@Param('id', { schema: uuid }) id: string) {
    await this.commands.execute(new UnlockUser(id));
  }
}
