import { Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../domain/domain-error.ts';

type Handled = Parameters<ThrottlerGuard['handleRequest']>[0];

export class TooManyRequests extends DomainError {
  static override readonly kind = 'rate_limited';
  static override readonly code = 'rate_limited';

  constructor(retryAfter: number) {
    super('Too many requests. Try again after the seconds in Retry-After.', { retryAfter });
  }
}

/** The quota of an IP address (IPv6: its /64), with the headers of the IETF's RateLimit draft. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async handleRequest({ context, limit, ttl }: Handled): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const tracker = await this.getTracker(request as unknown as Record<string, unknown>);
    const hit = await this.storageService.increment(tracker, ttl, limit, ttl, 'default');
    void reply.header('ratelimit-policy', `"default";q=${limit};w=${ttl / 1000}`);
    void reply.header('ratelimit', `"default";r=${Math.max(0, limit - hit.totalHits)};t=${hit.timeToExpire}`);
    if (hit.isBlocked) throw new TooManyRequests(hit.timeToExpire);
    return true;
  }
}
