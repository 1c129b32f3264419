import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler/dist/ip.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Environment } from '../../config/environment.ts';
import { DomainError } from '../domain/domain-error.ts';
import { type Hit, HitCounter } from './hit-counter.ts';

const MINUTE = 60_000;

export class TooManyRequests extends DomainError {
  static override readonly kind = 'rate_limited';
  static override readonly code = 'rate_limited';

  constructor(retryAfter: number) {
    super('Too many requests. Try again after the seconds in Retry-After.', { retryAfter });
  }
}

/** What an IP address (IPv6: its /64) may ask for in a minute. */
@Injectable()
export class Quota {
  private readonly limit: number;
  private readonly policy: string;

  constructor(
    private readonly hits: HitCounter,
    environment: Environment,
  ) {
    this.limit = environment.RATE_LIMIT_PER_MINUTE;
    this.policy = `"default";q=${this.limit};w=${MINUTE / 1000}`;
  }

  /**
   * Counts a request and sets the headers of the IETF's RateLimit draft.
   * @returns at once where no other process has to be asked
   * @throws TooManyRequests
   */
  count(request: FastifyRequest, reply: FastifyReply): void | Promise<void> {
    const hit = this.hits.hit(normalizeIp(request.ip), MINUTE, this.limit);
    return hit instanceof Promise ? hit.then(counted => this.admit(counted, reply)) : this.admit(hit, reply);
  }

  private admit({ totalHits, timeToExpire, isBlocked }: Hit, reply: FastifyReply): void {
    void reply.header('ratelimit-policy', this.policy);
    void reply.header('ratelimit', `"default";r=${Math.max(0, this.limit - totalHits)};t=${timeToExpire}`);
    if (isBlocked) throw new TooManyRequests(timeToExpire);
  }
}
