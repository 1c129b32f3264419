import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler/dist/ip.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Environment } from '../../config/environment.ts';
import { type Hit, HitCounter } from './hit-counter.ts';
import { RateLimitsUnavailable, TooManyRequests } from './rate-limit.errors.ts';

const MINUTE = 60_000;

/** The quotas that a route can have besides `default`, which counts all routes together. */
export type NamedQuota = 'auth' | 'money';

interface Policy {
  readonly name: string;
  readonly limit: number;
  /** As the header says it. */
  readonly header: string;
  /** Whom a request counts for. */
  readonly keyOf: (request: FastifyRequest) => string;
}

/** What may be asked for in a minute: by a verified principal, else by an IP address (IPv6: by its /64). */
@Injectable()
export class Quota {
  private readonly ofAddress: Policy;
  private readonly ofUser: Policy;
  private readonly named: Readonly<Record<NamedQuota, Policy>>;

  constructor(
    private readonly hits: HitCounter,
    environment: Environment,
  ) {
    this.ofAddress = policy('default', environment.RATE_LIMIT_PER_MINUTE, addressOf);
    this.ofUser = policy('default', environment.RATE_LIMIT_USER_PER_MINUTE, userOf);
    this.named = {
      auth: policy('auth', environment.RATE_LIMIT_AUTH_PER_MINUTE, addressOf),
      money: policy('money', environment.RATE_LIMIT_MONEY_PER_MINUTE, userOf),
    };
  }

  /**
   * Counts a request and sets the headers of the IETF's RateLimit draft.
   * @param named a quota that it counts toward besides the default one
   * @returns at once where no other process has to be asked
   * @throws TooManyRequests, RateLimitsUnavailable
   */
  count(request: FastifyRequest, reply: FastifyReply, named?: NamedQuota): void | Promise<void> {
    const policies = [request.principal ? this.ofUser : this.ofAddress];
    if (named) policies.push(this.named[named]);
    const hits = policies.map(({ name, limit, keyOf }) => this.hits.hit(`${name}:${keyOf(request)}`, MINUTE, limit));
    if (hits.every((hit): hit is Hit => !(hit instanceof Promise))) return admit(policies, hits, reply);
    return Promise.all(hits).then(counted => admit(policies, counted, reply));
  }
}

function policy(name: string, limit: number, keyOf: Policy['keyOf']): Policy {
  return { name, limit, header: `"${name}";q=${limit};w=${MINUTE / 1000}`, keyOf };
}

function addressOf({ ip }: FastifyRequest): string {
  return normalizeIp(ip);
}

function userOf(request: FastifyRequest): string {
  return request.principal?.userId ?? addressOf(request);
}

function admit(policies: Policy[], hits: Hit[], reply: FastifyReply): void {
  void reply.header('ratelimit-policy', policies.map(({ header }) => header).join(', '));
  void reply.header('ratelimit', policies.map((policy, index) => leftOf(policy, hits[index] as Hit)).join(', '));
  const [, named] = hits;
  if (named && !named.isShared) throw new RateLimitsUnavailable();
  const blocked = hits.filter(({ isBlocked }) => isBlocked).map(({ timeToExpire }) => timeToExpire);
  if (blocked.length > 0) throw new TooManyRequests(Math.max(...blocked));
}

function leftOf({ name, limit }: Policy, { totalHits, timeToExpire }: Hit): string {
  return `"${name}";r=${Math.max(0, limit - totalHits)};t=${timeToExpire}`;
}
