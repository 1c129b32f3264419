/** One-way storage of passwords. Both calls are slow by design and throw TooManyLogins when too many wait. */
export abstract class Passwords {
  abstract hash(password: string): Promise<string>;

  /** @param hash undefined for an unknown account, which takes as long as a known one */
  abstract matches(password: string, hash: string | undefined): Promise<boolean>;
}
