/** What lists and searches go by. It follows the courses by itself. */
export abstract class Listings {
  /** Adds up the counts of each sort of course, which grow by a row with every change. */
  abstract sumUp(): Promise<void>;

  /** Says anew which courses have most learners, where there are so many that a search begins with those. */
  abstract rank(): Promise<void>;
}
