/** One-way storage of passwords. Both calls are slow by design and throw TooManyLogins when too many wait. */
export abstract class Passwords {
  abstract hash(password: string): Promise<string>;

  /** @param hash null or undefined when there is none, which takes as long as a real one */
  abstract matches(password: string, hash: string | null | undefined): Promise<boolean>;

  /** Refuses before any other work is done, while too many wait. @throws TooManyLogins */
  abstract assertRoom(): void;

  /** Whether a hash was made with weaker parameters than today's. */
  abstract isOutdated(hash: string): boolean;

  /** Whether a password is among those that everybody tries first. */
  abstract isCommon(password: string): boolean;
}
