import { DAY_MS } from '../../kernel/domain/clock.ts';
/** ES256 (RFC 7518, 3.4). */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** How long others may keep the published keys: a new key is published for as long before it signs. */
export const PUBLICATION_SECONDS = 600;
export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ROTATE_AFTER_MS = 30 * DAY_MS;
/** What a former key has signed may still be shown, by a clock that is behind. */
const RETIRING_MS = (ACCESS_TOKEN_SECONDS + 60) * 1_000;

/**
 * A key that access tokens are signed with. Its state follows from time alone: pending until `activeFrom`, active until the
 * next one is, retiring while tokens of it may live, then gone.
 */
export class SigningKey {
  constructor(
    readonly id: string,
    readonly publicKey: PublicKey,
    readonly sealedPrivateKey: string,
    readonly activeFrom: Date,
  ) {}

  isPending(now: Date): boolean {
    return now < this.activeFrom;
  }
}

/** The one that signs now: the latest that is not pending. The clock of whoever made the first one may have been ahead of ours. */
export function activeKey<K extends SigningKey>(keys: readonly K[], now: Date): K | undefined {
  const sorted = newestFirst(keys);
  return sorted.find(key => !key.isPending(now)) ?? sorted.at(-1);
}

/** Those that a token may be signed with, now or within the time that others keep them. */
export function publishedKeys<K extends SigningKey>(keys: readonly K[], now: Date): K[] {
  const sorted = newestFirst(keys);
  return sorted.filter((_, index) => {
    const successor = sorted[index - 1];
    return !successor || now.getTime() < successor.activeFrom.getTime() + RETIRING_MS;
  });
}

export function isRotationDue(keys: readonly SigningKey[], now: Date): boolean {
  const newest = newestFirst(keys)[0];
  return !newest || newest.activeFrom.getTime() + ROTATE_AFTER_MS <= now.getTime();
}

function newestFirst<K extends SigningKey>(keys: readonly K[]): K[] {
  return keys.toSorted((a, b) => b.activeFrom.getTime() - a.activeFrom.getTime());
}

export abstract class SigningKeys {
  /** All there are, locked against every other rotation until the transaction ends. */
  abstract lockAll(): Promise<SigningKey[]>;
  abstract add(key: SigningKey): void;
  abstract remove(key: SigningKey): void;
}
