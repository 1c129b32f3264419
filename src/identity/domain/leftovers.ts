/** What is over and still stored. */
export abstract class Leftovers {
  /**
   * Forgets sessions a month after their end, links a week after they were asked for, and devices that were not seen for a year.
   * A used refresh token stays as long as its session, for it is how a replay shows.
   */
  abstract forget(now: Date): Promise<void>;
}
