import { Body, Controller, Delete, Get, HttpCode, Patch, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { Requires } from '../access.contract.ts';
import { RenameUser } from '../commands/rename-user.ts';
import { LastAdministrator } from '../domain/account.errors.ts';
import { RecentSignInRequired, WrongPassword } from '../domain/password.errors.ts';
import { SignInUnavailable, TooManyAttempts, TooManyLogins } from '../domain/sign-in.errors.ts';
import { accountView } from '../identity.contract.ts';
import { LeavePlatform } from '../processes/leave-platform.ts';
import { erasureView } from '../queries/erasure.view.ts';
import { ExportPersonalData, personalDataView } from '../queries/export-personal-data.ts';
import { GetMe } from '../queries/get-me.ts';
import { password, personName } from './fields.ts';

const changeRequest = z.strictObject({ name: personName }).meta({ id: 'ChangeMe' });
const erasureRequest = z
  .strictObject({ password: password.optional().describe('of an account that has one') })
  .meta({ id: 'EraseMe' });

@ApiTags('identity')
@Controller('api/me')
export class MeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly leaving: LeavePlatform,
  ) {}

  @Get()
  @Requires('account:read')
  @ApiOperation({ summary: 'Who I am' })
  @ApiOkResponse({ standardSchema: accountView })
  me(@Actor() { userId }: Principal) {
    return this.queries.execute(new GetMe(userId));
  }

  @Patch()
  @Requires('account:manage')
  @ApiOperation({ summary: 'Change my name' })
  @ApiOkResponse({ standardSchema: accountView })
  async change(
    @Body({ schema: changeRequest }) { name }: z.infer<typeof changeRequest>,
    @Actor() { userId }: Principal,
  ) {
    await this.commands.execute(new RenameUser(userId, name));
    return this.queries.execute(new GetMe(userId));
  }

  @Get('export')
  @Requires('account:manage')
  @ApiOperation({
    summary: 'Get everything that is known of me',
    description: 'One section for each part of the platform.',
  })
  @ApiOkResponse({ standardSchema: personalDataView })
  export(@Actor() { userId }: Principal) {
    return this.queries.execute(new ExportPersonalData(userId));
  }

  @Delete()
  @Requires('account:manage')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Erase my account',
    description:
      'Who I am is forgotten. What the law wants kept, such as payments and the entries of the ledger, stays under an id that names nobody.',
  })
  @ApiOkResponse({ standardSchema: erasureView })
  @ApiProblems(WrongPassword, RecentSignInRequired, LastAdministrator)
  @ApiProblems(TooManyAttempts, TooManyLogins, SignInUnavailable)
  erase(
    @Body({ schema: erasureRequest }) { password }: z.infer<typeof erasureRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    return this.leaving.erase(actor, password, ip);
  }
}
