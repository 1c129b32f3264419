import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiProblems } from './api-problems.decorator.ts';
import type { NamedQuota } from './quota.ts';
import { RateLimitsUnavailable } from './rate-limit.errors.ts';

/** Metadata key of a route's named quota. */
export const LIMITED = 'azora:limited';

/**
 * Counts a route toward a tighter quota, besides the one of all routes: `auth` for each address, `money` for each user. What
 * needs it must not go uncounted, so the route is closed while Redis can not be asked.
 */
export function Limited(quota: NamedQuota): MethodDecorator {
  return applyDecorators(SetMetadata(LIMITED, quota), ApiProblems(RateLimitsUnavailable));
}
