import type { Permission } from './permissions.ts';

export const KEYS_PER_USER = 20;

/** What a key may be made for: never what would let it outlive its owner's wish, such as passwords, sessions or other keys. */
export const SCOPES = [
  'courses:author',
  'courses:buy',
  'courses:learn',
  'payments:own',
  'earnings:own',
  'tokens:own',
  'account:read',
  'organizations:own',
  'payments:read',
  'finance:read',
  'users:read',
] as const satisfies readonly Permission[];
export type Scope = (typeof SCOPES)[number];

/** A long-lived credential of a user for a program: it may do what its scopes and the roles of its user both allow. */
export class ApiKey {
  constructor(
    readonly id: string,
    readonly userId: string,
    readonly name: string,
    /** The beginning of the key, by which its owner tells it from others. */
    readonly prefix: string,
    readonly hash: Buffer,
    readonly scopes: Scope[],
    readonly createdAt: Date,
    readonly expiresAt: Date | null,
    private _revokedAt: Date | null,
  ) {}

  get revokedAt(): Date | null {
    return this._revokedAt;
  }

  revoke(now: Date): void {
    this._revokedAt ??= now;
  }
}

export abstract class ApiKeys {
  abstract add(key: ApiKey): void;

  /** @throws ApiKeyNotFound also for somebody else's */
  abstract lock(id: string, userId: string): Promise<ApiKey>;

  /** @returns how many there were to revoke */
  abstract revokeAll(userId: string, now: Date): Promise<number>;

  abstract countLive(userId: string, now: Date): Promise<number>;
}
