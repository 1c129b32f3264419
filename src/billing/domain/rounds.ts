/** A turn at something that is done again and again, by one process at a time. */
export interface Round {
  readonly name: string;
  /** The moment that the last round got to. */
  readonly reached: Date;
  /** From then on somebody else may take it over. */
  readonly leasedUntil: Date;
}

export abstract class Rounds {
  /**
   * @param first what the first round ever goes on from
   * @returns undefined when it is not due yet, or somebody is at it
   */
  abstract begin(name: string, first: Date, now: Date): Promise<Round | undefined>;

  /** Puts off when somebody else may take it over. @returns undefined when somebody has */
  abstract renew(round: Round, now: Date): Promise<Round | undefined>;

  /** Notes how far a round got, unless somebody has taken it over. */
  abstract end(round: Round, reached: Date, dueAt: Date): Promise<void>;
}
