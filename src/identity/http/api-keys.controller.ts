import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { Requires } from '../access.contract.ts';
import { RevokeApiKey } from '../commands/revoke-api-key.ts';
import { ApiKeyExceedsRoles, ApiKeyNotFound, TooManyApiKeys } from '../domain/api-key.errors.ts';
import { SCOPES } from '../domain/api-key.ts';
import { RecentSignInRequired, WrongPassword } from '../domain/password.errors.ts';
import { SignInUnavailable, TooManyAttempts, TooManyLogins } from '../domain/sign-in.errors.ts';
import { IssueApiKey } from '../processes/issue-api-key.ts';
import { apiKeysView, ListApiKeys } from '../queries/list-api-keys.ts';
import { password } from './fields.ts';

const keyRequest = z
  .strictObject({
    name: text().trim().min(1).max(100).meta({ example: 'Nightly export' }),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(SCOPES.length)
      .transform(scopes => [...new Set(scopes)])
      .meta({ example: ['courses:author'] }),
    expiresAt: z.iso
      .datetime()
      .transform(instant => new Date(instant))
      .optional()
      .describe('never, unless given')
      .meta({ example: '2030-01-01T00:00:00Z' }),
    password: password.optional().describe('of an account that has one'),
  })
  .meta({ id: 'CreateApiKey' });

const issuedKeyView = z
  .strictObject({
    id: z.uuid(),
    key: z
      .string()
      .describe('send it as `Authorization: Bearer`; it is shown this once')
      .meta({ example: 'azora_k3J9x2…' }),
    prefix: z.string().meta({ example: 'azora_k3J9x2' }),
  })
  .meta({ id: 'IssuedApiKey' });

@ApiTags('identity')
@Controller('api/api-keys')
@Requires('account:manage')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly issuing: IssueApiKey,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make a key for a program',
    description: 'It may do what both its scopes and the roles of its user allow.',
  })
  @ApiCreatedResponse({ standardSchema: issuedKeyView })
  @ApiProblems(TooManyApiKeys, ApiKeyExceedsRoles, WrongPassword, RecentSignInRequired)
  @ApiProblems(TooManyAttempts, TooManyLogins, SignInUnavailable)
  create(
    @Body({ schema: keyRequest }) wish: z.output<typeof keyRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    return this.issuing.issue(actor, wish, ip);
  }

  @Get()
  @ApiOperation({ summary: 'List my API keys' })
  @ApiOkResponse({ standardSchema: apiKeysView })
  list(@Actor() { userId }: Principal) {
    return this.queries.execute(new ListApiKeys(userId));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key', description: 'Its next request is refused.' })
  @ApiNoContentResponse()
  @ApiProblems(ApiKeyNotFound)
  async revoke(@Param('id', { schema: uuid }) id: string, @Actor() { userId }: Principal) {
    await this.commands.execute(new RevokeApiKey(id, userId));
  }
}
