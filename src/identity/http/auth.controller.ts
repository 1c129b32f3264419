import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { text } from '../../kernel/http/text.ts';
import { Public, Requires } from '../access.contract.ts';
import { EndSession } from '../commands/end-session.ts';
import { EndSessions } from '../commands/end-sessions.ts';
import { AccountLocked, EmailTaken, LinkInvalid } from '../domain/account.errors.ts';
import { PasswordTooCommon, PasswordTooPersonal } from '../domain/password.errors.ts';
import { SessionNotFound } from '../domain/session.errors.ts';
import {
  CaptchaFailed,
  MailProofRequired,
  OriginNotAllowed,
  RefreshTokenInvalid,
  SecondFactorRequired,
  SignInUnavailable,
  TicketInvalid,
  TooManyAttempts,
  TooManyLogins,
  WrongCode,
  WrongCredentials,
} from '../domain/sign-in.errors.ts';
import { Refresh } from '../processes/refresh.ts';
import { SignIn } from '../processes/sign-in.ts';
import { SignUp } from '../processes/sign-up.ts';
import { sessionView } from '../queries/session.view.ts';
import { code, deviceToken, humanity, newEmail, newPassword, password, personName } from './fields.ts';
import { SessionsOnTheWire } from './sessions-on-the-wire.ts';

const signUpRequest = z
  .strictObject({
    email: newEmail,
    name: personName,
    password: newPassword,
    deviceToken: deviceToken.optional(),
    ...humanity,
  })
  .meta({ id: 'SignUp' });

const signInRequest = z
  .strictObject({
    email: text().min(1).max(254).meta({ example: 'learner@azora.test' }),
    password: password.meta({ example: 'azora-local-only' }),
    deviceToken: deviceToken.optional(),
    ...humanity,
  })
  .meta({ id: 'SignIn' });

const secondFactorRequest = z
  .strictObject({
    ticket: text().min(1).max(1_000).describe('of the answer `second_factor_required`').meta({ example: 'q83v…' }),
    code: code.describe('of the authenticator, or a recovery code'),
    deviceToken: deviceToken.optional(),
  })
  .meta({ id: 'SecondFactor' });

const refreshRequest = z
  .strictObject({
    refreshToken: text()
      .max(200)
      .optional()
      .describe('pages of the platform send none: it is in their cookie')
      .meta({ example: 'pkQy3m1Yd0yTqWbQ2Zz9rC1n5uVx8sLh4jKf7gEaR6o' }),
  })
  .default({})
  .meta({ id: 'Refresh' });

@ApiTags('identity')
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly signingUp: SignUp,
    private readonly signingIn: SignIn,
    private readonly refreshing: Refresh,
    private readonly commands: CommandBus,
    private readonly wire: SessionsOnTheWire,
  ) {}

  @Post('signup')
  @Public()
  @Limited('auth')
  @ApiOperation({ summary: 'Open an account and sign in', description: 'A link to verify the address is mailed.' })
  @ApiCreatedResponse({ standardSchema: sessionView })
  @ApiProblems(EmailTaken, PasswordTooCommon, PasswordTooPersonal, TooManyLogins)
  @ApiProblems(CaptchaFailed, MailProofRequired, LinkInvalid, OriginNotAllowed, WrongCredentials)
  async signUp(
    @Body({ schema: signUpRequest }) { deviceToken, ...wish }: z.infer<typeof signUpRequest>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const session = await this.signingUp.signUp(wish, this.wire.guestOf(request, deviceToken));
    return this.wire.hand(session, request, reply);
  }

  @Post('login')
  @Public()
  @Limited('auth')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sign in',
    description:
      'A page of the platform, told by its Origin, gets the refresh token in a `__Host-` cookie; anybody else in the body.',
  })
  @ApiOkResponse({ standardSchema: sessionView })
  @ApiProblems(WrongCredentials, SecondFactorRequired, AccountLocked, TooManyAttempts, TooManyLogins, SignInUnavailable)
  @ApiProblems(CaptchaFailed, MailProofRequired, LinkInvalid, OriginNotAllowed)
  async signIn(
    @Body({ schema: signInRequest }) { deviceToken, ...credentials }: z.infer<typeof signInRequest>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const session = await this.signingIn.withPassword(credentials, this.wire.guestOf(request, deviceToken));
    return this.wire.hand(session, request, reply);
  }

  @Post('login/mfa')
  @Public()
  @Limited('auth')
  @HttpCode(200)
  @ApiOperation({ summary: 'Finish a sign-in with the second factor' })
  @ApiOkResponse({ standardSchema: sessionView })
  @ApiProblems(TicketInvalid, WrongCode, AccountLocked, TooManyAttempts, SignInUnavailable, OriginNotAllowed)
  async secondFactor(
    @Body({ schema: secondFactorRequest }) { ticket, code, deviceToken }: z.infer<typeof secondFactorRequest>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const session = await this.signingIn.withSecondFactor(ticket, code, this.wire.guestOf(request, deviceToken));
    return this.wire.hand(session, request, reply);
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Get the next access token',
    description:
      'Each refresh token counts once and brings its successor. Shown again within 20 seconds it brings the same successor; later it ends the session, because somebody else has had it.',
  })
  @ApiOkResponse({ standardSchema: sessionView })
  @ApiProblems(RefreshTokenInvalid, OriginNotAllowed)
  async refresh(
    @Body({ schema: refreshRequest }) body: z.infer<typeof refreshRequest>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const token = this.wire.refreshTokenOf(request, body.refreshToken);
    return this.wire.hand(await this.refreshing.refresh(token), request, reply);
  }

  @Post('logout')
  @Requires('account:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out', description: 'Access tokens of the session are worth nothing from then on.' })
  @ApiNoContentResponse()
  async signOut(@Actor() { sessionId, userId }: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    if (sessionId) await this.commands.execute(new EndSession(sessionId, userId)).catch(passOverEnded);
    this.wire.forget(reply);
  }

  @Post('logout-all')
  @Requires('account:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out everywhere' })
  @ApiNoContentResponse()
  async signOutEverywhere(@Actor() { userId }: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.commands.execute(new EndSessions(userId));
    this.wire.forget(reply);
  }
}

/** Of two tabs that sign out at once, the second has what it wanted. */
function passOverEnded(error: unknown): void {
  if (!(error instanceof SessionNotFound)) throw error;
}
