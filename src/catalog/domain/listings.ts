/** Where a search looks first: 0 for the ten thousand courses with most learners, 1 for the hundred thousand after them, else 2. */
export type Tier = 0 | 1 | 2;

/** What lists and searches go by. It follows the courses by itself. */
export abstract class Listings {
  /** Adds up what has changed in the number of courses of each sort. */
  abstract sumUp(): Promise<void>;

  abstract rank(tier: Tier, courseIds: readonly string[]): Promise<void>;
}
