import type { Attempt } from './attempt.ts';

export abstract class Attempts {
  abstract add(attempt: Attempt): void;

  abstract has(id: string): Promise<boolean>;

  /** How many there are: to be relied on by who has locked the enrollment. */
  abstract countOf(enrollmentId: string, quizId: string): Promise<number>;

  /** Drops all of a learner's. */
  abstract forget(learnerId: string): Promise<void>;
}
