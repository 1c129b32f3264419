/** Who tries: an account, existing or not, from a network, or from a device that its owner has signed in on. */
export interface Attempt {
  /** What is guessed at, such as a normalized address. It is stored hashed. */
  readonly account: string;
  /** IP address. */
  readonly address: string;
  /** The user's own device, if this is one: counted by itself, so that what strangers do never shuts the owner out. Stored hashed. */
  readonly device?: string;
}

/**
 * Slows guessing down: after five failures the wait doubles with each, for this account from this network; and an account takes
 * a hundred failures a day from all strangers together.
 */
export abstract class SignInAttempts {
  /**
   * Counts an attempt as failed until {@link succeed} says otherwise, so that many at once do not slip through.
   * @returns whether the owner should hear that somebody keeps trying: once a day
   * @throws TooManyAttempts @throws SignInUnavailable when nothing can be counted
   */
  abstract begin(attempt: Attempt): Promise<{ alarming: boolean }>;

  abstract succeed(attempt: Attempt): Promise<void>;

  /** Nothing was looked at: the attempt counts as if it had not begun. */
  abstract takeBack(attempt: Attempt): Promise<void>;

  /** The owner has proven themselves otherwise: strangers and this network begin anew. */
  abstract forgive(attempt: Attempt): Promise<void>;
}
