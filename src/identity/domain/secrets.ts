/** Encryption at rest under ENCRYPTION_SECRET. */
export abstract class Secrets {
  /** @param purpose what it is of; what was sealed for one thing opens for no other */
  abstract seal(plain: string, purpose: string): string;

  /** @throws an Error for a text that was not sealed here for this purpose */
  abstract open(sealed: string, purpose: string): string;

  /** Whether one of the secrets opens it: it may have been dropped too early. */
  abstract opens(sealed: string, purpose: string): boolean;

  /** Whether the first secret, under which everything is sealed now, does not open it. */
  abstract isOutdated(sealed: string, purpose: string): boolean;
}
