import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { Public, Requires } from '../access.contract.ts';
import { RequestProof } from '../commands/request-proof.ts';
import { EmailTaken, LinkInvalid } from '../domain/account.errors.ts';
import { RecentSignInRequired, WrongPassword } from '../domain/password.errors.ts';
import { SignInUnavailable, TooManyAttempts, TooManyLogins } from '../domain/sign-in.errors.ts';
import { FollowEmailLinks } from '../processes/follow-email-links.ts';
import { email, linkToken, newEmail, password } from './fields.ts';

const tokenRequest = z.strictObject({ token: linkToken }).meta({ id: 'LinkToken' });
const addressRequest = z.strictObject({ email }).meta({ id: 'Address' });
const changeRequest = z
  .strictObject({ email: newEmail, password: password.optional().describe('of an account that has one') })
  .meta({ id: 'ChangeEmail' });

const changeProgressView = z
  .strictObject({ changed: z.boolean().describe('false until the links to both addresses have been followed') })
  .meta({ id: 'EmailChangeProgress' });

@ApiTags('identity')
@Controller('api')
export class EmailController {
  constructor(
    private readonly commands: CommandBus,
    private readonly links: FollowEmailLinks,
  ) {}

  @Post('auth/verify-email')
  @Public()
  @HttpCode(204)
  @ApiOperation({ summary: 'Verify an address by the link in a mail' })
  @ApiNoContentResponse()
  @ApiProblems(LinkInvalid)
  async verify(@Body({ schema: tokenRequest }) { token }: z.infer<typeof tokenRequest>) {
    await this.links.verify(token);
  }

  @Post('auth/resend-verification')
  @Public()
  @Limited('auth')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Have the link that verifies an address mailed again',
    description: 'The answer is the same whether there is an account or not.',
  })
  @ApiAcceptedResponse()
  async resend(@Body({ schema: addressRequest }) { email }: z.infer<typeof addressRequest>) {
    await this.commands.execute(new RequestProof('verify-email', email));
  }

  @Post('me/email')
  @Requires('account:manage')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Change the address of the account',
    description:
      'Links go to both addresses. The address changes when both have been followed, and every session ends.',
  })
  @ApiAcceptedResponse()
  @ApiProblems(WrongPassword, RecentSignInRequired, TooManyAttempts, TooManyLogins, SignInUnavailable)
  async change(
    @Body({ schema: changeRequest }) { email, password }: z.infer<typeof changeRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    await this.links.request(actor, email, password, ip);
  }

  @Post('auth/confirm-email-change')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Confirm a change of address by one of the two links' })
  @ApiOkResponse({ standardSchema: changeProgressView })
  @ApiProblems(LinkInvalid, EmailTaken)
  async confirm(@Body({ schema: tokenRequest }) { token }: z.infer<typeof tokenRequest>) {
    return { changed: await this.links.confirmChange(token) };
  }
}
