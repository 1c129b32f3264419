import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Environment } from '../../config/environment.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { Public } from '../access.contract.ts';
import { AccountLocked } from '../domain/account.errors.ts';
import {
  EmailNotVerifiedByProvider,
  IdentityProviderUnavailable,
  SecondFactorRequired,
  SignInFailed,
  UnknownIdentityProvider,
} from '../domain/sign-in.errors.ts';
import { SignInThroughProvider } from '../processes/sign-in-through-provider.ts';
import { SessionsOnTheWire } from './sessions-on-the-wire.ts';

/** Lax, because the provider sends the browser back from another site. */
const COOKIE = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;
const PENDING_COOKIE = '__Host-azora-sign-in';
const LONGEST_VISIT_SECONDS = 600;

const providerName = text().max(31).meta({ example: 'google' });
const startQuery = z.strictObject({
  // A path of our own pages: with a second slash or a backslash it would be another host.
  returnTo: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/)
    .default('/')
    .describe("the path of the platform's pages where the visitor goes in the end"),
});
/** Providers add parameters of their own, so unknown ones are let through. */
const callbackQuery = z.looseObject({ code: text().max(4_000).optional(), state: text().max(500).optional() });

@ApiTags('identity')
@Controller('api/auth/oauth')
@Public()
export class OAuthController {
  private readonly pages: string;

  constructor(
    private readonly visits: SignInThroughProvider,
    private readonly wire: SessionsOnTheWire,
    { APP_URL, PUBLIC_URL }: Environment,
  ) {
    this.pages = (APP_URL ?? PUBLIC_URL).replace(/\/$/, '');
  }

  @Get(':provider/start')
  @ApiOperation({ summary: 'Sign in through a provider', description: 'For browsers: it redirects to the provider.' })
  @ApiFoundResponse({ description: 'To the provider' })
  @ApiProblems(UnknownIdentityProvider, IdentityProviderUnavailable)
  async start(
    @Param('provider', { schema: providerName }) provider: string,
    @Query({ schema: startQuery }) { returnTo }: z.infer<typeof startQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { redirectTo, pending } = await this.visits.start(provider, returnTo, this.wire.deviceOf(request));
    return reply
      .setCookie(PENDING_COOKIE, pending, { ...COOKIE, maxAge: LONGEST_VISIT_SECONDS })
      .redirect(redirectTo, 302);
  }

  @Get(':provider/callback')
  @ApiOperation({
    summary: 'Come back from a provider',
    description:
      'Signs in, leaves the refresh token in a cookie and redirects to the page that was asked for. With a second factor the page gets a `ticket` in its fragment, for `login/mfa`.',
  })
  @ApiFoundResponse({ description: 'To the page of the platform that was asked for' })
  @ApiProblems(
    UnknownIdentityProvider,
    SignInFailed,
    EmailNotVerifiedByProvider,
    AccountLocked,
    IdentityProviderUnavailable,
  )
  async callback(
    @Param('provider', { schema: providerName }) provider: string,
    @Query({ schema: callbackQuery }) _: z.infer<typeof callbackQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const callback = new URLSearchParams(request.url.split('?')[1]);
    const pending = request.cookies[PENDING_COOKIE];
    void reply.clearCookie(PENDING_COOKIE, COOKIE);
    const page = await this.visits.finish(provider, callback, pending, this.wire.guestOf(request)).then(
      ({ session, returnTo }) => {
        this.wire.keepInCookies(session, reply);
        return returnTo;
      },
      error => {
        if (error instanceof SecondFactorRequired) return `/#ticket=${error.details.ticket}`;
        throw error;
      },
    );
    return reply.redirect(`${this.pages}${page}`, 302);
  }
}
