import type { Role } from './permissions.ts';

/** How every access token is signed and checked (RFC 9068). The algorithm is ours to choose, never the token's. */
export const ACCESS_TOKEN = { issuer: 'azora', audience: 'azora-api', algorithm: 'ES256', type: 'at+jwt' } as const;

export interface Bearer {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
}

export abstract class AccessTokens {
  /** @returns a signed token and the seconds it lives */
  abstract issue(bearer: Bearer): Promise<{ accessToken: string; expiresIn: number }>;

  /** The public key (PEM) with this id; undefined unless tokens of it count. */
  abstract publicKey(kid: string): Promise<string | undefined>;

  /** Takes notice of a rotation at once; otherwise it takes seconds. */
  abstract reread(): Promise<void>;
}
