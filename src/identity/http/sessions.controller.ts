import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { Requires } from '../access.contract.ts';
import { EndSession } from '../commands/end-session.ts';
import { EndSessions } from '../commands/end-sessions.ts';
import { SessionNotFound } from '../domain/session.errors.ts';
import { ListSessions, openSessionsView } from '../queries/list-sessions.ts';

@ApiTags('identity')
@Controller('api/auth/sessions')
@Requires('account:manage')
export class SessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the devices that are signed in' })
  @ApiOkResponse({ standardSchema: openSessionsView })
  list(@Actor() { userId, sessionId }: Principal) {
    return this.queries.execute(new ListSessions(userId, sessionId));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out on all other devices' })
  @ApiNoContentResponse()
  async endOthers(@Actor() { userId, sessionId }: Principal) {
    await this.commands.execute(new EndSessions(userId, sessionId));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out on one device' })
  @ApiNoContentResponse()
  @ApiProblems(SessionNotFound)
  async end(@Param('id', { schema: uuid }) id: string, @Actor() { userId }: Principal) {
    await this.commands.execute(new EndSession(id, userId));
  }
}
