import { DomainError } from '../domain/domain-error.ts';

export class TooManyRequests extends DomainError {
  static override readonly kind = 'rate_limited';
  static override readonly code = 'rate_limited';

  constructor(retryAfter: number) {
    super('Too many requests. Try again after the seconds in Retry-After.', { retryAfter });
  }
}

export class RateLimitsUnavailable extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'rate_limits_unavailable';

  constructor() {
    super('This is closed while requests can not be counted. Try again shortly.', { retryAfter: 5 });
  }
}
