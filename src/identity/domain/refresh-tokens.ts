/** A lost answer is no attack: for so long a used token gets the successor that it got before. */
export const GRACE_MS = 20_000;

export interface UsedToken {
  readonly sessionId: string;
  readonly usedAt: Date;
  /** The next token, readable only with the used one. */
  readonly successor: string;
}

/** Tokens of 256 random bits, of which only the SHA-256 is stored. */
export abstract class RefreshTokens {
  abstract add(hash: Buffer, sessionId: string, now: Date): Promise<void>;

  /**
   * Uses a token up and puts its successor in its place: of any number at the same moment, one wins.
   * @returns the session of the winner; undefined for a token that is used already or unknown
   */
  abstract use(hash: Buffer, next: { hash: Buffer; sealed: string }, now: Date): Promise<string | undefined>;

  abstract used(hash: Buffer): Promise<UsedToken | undefined>;
}
