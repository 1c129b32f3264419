import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { Public, Requires } from '../access.contract.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import {
  PasswordTooCommon,
  PasswordTooPersonal,
  RecentSignInRequired,
  WrongPassword,
} from '../domain/password.errors.ts';
import { CaptchaFailed, SignInUnavailable, TooManyAttempts, TooManyLogins } from '../domain/sign-in.errors.ts';
import { ReplacePassword } from '../processes/replace-password.ts';
import { email, humanity, linkToken, newPassword, password } from './fields.ts';

const forgotRequest = z.strictObject({ email, captchaToken: humanity.captchaToken }).meta({ id: 'ForgotPassword' });
const resetRequest = z.strictObject({ token: linkToken, password: newPassword }).meta({ id: 'ResetPassword' });
const changeRequest = z
  .strictObject({
    currentPassword: password.optional().describe('of an account that has one'),
    newPassword,
  })
  .meta({ id: 'ChangePassword' });

@ApiTags('identity')
@Controller('api/auth/password')
export class PasswordsController {
  constructor(private readonly replacing: ReplacePassword) {}

  @Post('forgot')
  @Public()
  @Limited('auth')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Have a link mailed that sets a new password',
    description: 'The answer is the same whether there is an account or not.',
  })
  @ApiAcceptedResponse()
  @ApiProblems(CaptchaFailed)
  async forgot(
    @Body({ schema: forgotRequest }) { email, captchaToken }: z.infer<typeof forgotRequest>,
    @Req() { ip }: FastifyRequest,
  ) {
    await this.replacing.forgot(email, captchaToken, ip);
  }

  @Post('reset')
  @Public()
  @Limited('auth')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Set a new password by the link in a mail',
    description:
      'Every session of the account ends, and its API keys are revoked. A second factor stays, unless the address was never verified.',
  })
  @ApiNoContentResponse()
  @ApiProblems(LinkInvalid, PasswordTooCommon, PasswordTooPersonal, TooManyLogins)
  async reset(
    @Body({ schema: resetRequest }) { token, password }: z.infer<typeof resetRequest>,
    @Req() { ip }: FastifyRequest,
  ) {
    await this.replacing.reset(token, password, ip);
  }

  @Post('change')
  @Requires('account:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the password', description: 'Every other session of the account ends.' })
  @ApiNoContentResponse()
  @ApiProblems(WrongPassword, RecentSignInRequired, PasswordTooCommon, PasswordTooPersonal)
  @ApiProblems(TooManyAttempts, TooManyLogins, SignInUnavailable)
  async change(
    @Body({ schema: changeRequest }) { currentPassword, newPassword }: z.infer<typeof changeRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    await this.replacing.change(actor, currentPassword, newPassword, ip);
  }
}
