import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { Requires } from '../access.contract.ts';
import { RecentSignInRequired, WrongPassword } from '../domain/password.errors.ts';
import { SecondFactorEnabled, SecondFactorNotEnrolled } from '../domain/second-factor.errors.ts';
import { SignInUnavailable, TooManyAttempts, TooManyLogins, WrongCode } from '../domain/sign-in.errors.ts';
import { ManageAuthenticator } from '../processes/manage-authenticator.ts';
import { enrollmentView, recoveryCodesView } from '../queries/second-factor.view.ts';
import { code, password } from './fields.ts';

const ownerRequest = z
  .strictObject({ password: password.optional().describe('of an account that has one') })
  .meta({ id: 'OwnerConfirmation' });
const codeRequest = z.strictObject({ code }).meta({ id: 'AuthenticatorCode' });

@ApiTags('identity')
@Controller('api/auth/mfa')
@Requires('account:manage')
export class MfaController {
  constructor(private readonly authenticators: ManageAuthenticator) {}

  @Post('enroll')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Get a secret for an authenticator app',
    description: 'It is not asked for at sign-in until `mfa/verify` has seen a first code.',
  })
  @ApiOkResponse({ standardSchema: enrollmentView })
  @ApiProblems(
    SecondFactorEnabled,
    WrongPassword,
    RecentSignInRequired,
    TooManyAttempts,
    TooManyLogins,
    SignInUnavailable,
  )
  enroll(
    @Body({ schema: ownerRequest }) { password }: z.infer<typeof ownerRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    return this.authenticators.enroll(actor, password, ip);
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Turn the second factor on with a first code of the app' })
  @ApiOkResponse({ standardSchema: recoveryCodesView })
  @ApiProblems(WrongCode, SecondFactorNotEnrolled, SecondFactorEnabled, RecentSignInRequired)
  @ApiProblems(TooManyAttempts, SignInUnavailable)
  async verify(
    @Body({ schema: codeRequest }) { code }: z.infer<typeof codeRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    return { recoveryCodes: await this.authenticators.verify(actor, code, ip) };
  }

  @Post('disable')
  @HttpCode(204)
  @ApiOperation({ summary: 'Turn the second factor off' })
  @ApiNoContentResponse()
  @ApiProblems(
    SecondFactorNotEnrolled,
    WrongPassword,
    RecentSignInRequired,
    TooManyAttempts,
    TooManyLogins,
    SignInUnavailable,
  )
  async disable(
    @Body({ schema: ownerRequest }) { password }: z.infer<typeof ownerRequest>,
    @Actor() actor: Principal,
    @Req() { ip }: FastifyRequest,
  ) {
    await this.authenticators.disable(actor, password, ip);
  }
}
