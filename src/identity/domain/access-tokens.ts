import type { Role } from './permissions.ts';

/** How every access token is signed and checked. */
export const ACCESS_TOKEN = { issuer: 'azora', audience: 'azora-api', algorithm: 'HS256' } as const;

export interface Bearer {
  readonly userId: string;
  readonly roles: readonly Role[];
}

export abstract class AccessTokens {
  /** @returns a signed token and the seconds it lives */
  abstract issue(bearer: Bearer): Promise<{ accessToken: string; expiresIn: number }>;
}
