import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Environment } from '../../config/environment.ts';
import { OriginNotAllowed, RefreshTokenInvalid } from '../domain/sign-in.errors.ts';
import type { Guest } from '../processes/begin-session.ts';
import type { SessionView } from '../queries/session.view.ts';

const REFRESH_COOKIE = '__Host-azora-refresh';
const DEVICE_COOKIE = '__Host-azora-device';
const DAY_SECONDS = 86_400;
const COOKIE = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;
const LONGEST_USER_AGENT = 300;

/**
 * How sessions travel. A page of the platform, told by the Origin that browsers send and scripts can't forge, gets its refresh
 * token in a cookie that no script can read; anybody else gets it in the body. Everything but a refresh goes by bearer token,
 * which a forged cross-site request lacks.
 */
@Injectable()
export class SessionsOnTheWire {
  private readonly origins: readonly string[];

  constructor({ PUBLIC_URL, APP_URL }: Environment) {
    this.origins = [PUBLIC_URL, APP_URL ?? PUBLIC_URL].map(url => new URL(url).origin);
  }

  /** @param deviceToken as a client without cookies sends it @throws OriginNotAllowed */
  guestOf(request: FastifyRequest, deviceToken?: string): Guest {
    const ofCookie = this.isPage(request) ? request.cookies[DEVICE_COOKIE] : undefined;
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT).toWellFormed();
    // The zone of a link-local address is of this machine only.
    const [address = ''] = request.ip.split('%', 1);
    return { address, userAgent, deviceToken: deviceToken ?? ofCookie };
  }

  /** For a visit by a link, which has no Origin: the cookie is Strict, so what another site has sent here brings none. */
  deviceOf(request: FastifyRequest): string | undefined {
    return request.cookies[DEVICE_COOKIE];
  }

  /** @throws OriginNotAllowed */
  hand(session: SessionView, request: FastifyRequest, reply: FastifyReply): SessionView {
    return this.isPage(request) ? this.keepInCookies(session, reply) : session;
  }

  keepInCookies({ refreshToken, deviceToken, ...session }: SessionView, reply: FastifyReply): SessionView {
    if (refreshToken) void reply.setCookie(REFRESH_COOKIE, refreshToken, { ...COOKIE, maxAge: 14 * DAY_SECONDS });
    if (deviceToken) void reply.setCookie(DEVICE_COOKIE, deviceToken, { ...COOKIE, maxAge: 365 * DAY_SECONDS });
    return session;
  }

  /** @throws OriginNotAllowed @throws RefreshTokenInvalid when there is none */
  refreshTokenOf(request: FastifyRequest, inBody: string | undefined): string {
    const token = this.isPage(request) ? (request.cookies[REFRESH_COOKIE] ?? inBody) : inBody;
    if (!token) throw new RefreshTokenInvalid();
    return token;
  }

  forget(reply: FastifyReply): void {
    void reply.clearCookie(REFRESH_COOKIE, COOKIE);
  }

  /** Session cookies of a request without a good Origin are never looked at. */
  private isPage({ headers: { origin, host }, protocol }: FastifyRequest): boolean {
    if (origin === undefined) return false;
    if (this.origins.includes(origin) || origin === `${protocol}://${host}`) return true;
    throw new OriginNotAllowed();
  }
}
