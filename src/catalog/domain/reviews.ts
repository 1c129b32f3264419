import type { Review } from './review.ts';

export abstract class Reviews {
  abstract add(review: Review): void;

  abstract remove(review: Review): void;

  /** Locked until the transaction ends. @throws ReviewNotFound, for one that is withdrawn too */
  abstract lock(id: string): Promise<Review>;

  /** The same, be it withdrawn or not. @throws ReviewNotFound */
  abstract lockToJudge(id: string): Promise<Review>;

  /** The learner's review of a course. */
  abstract find(courseId: string, learnerId: string): Promise<Review | undefined>;

  abstract ofLearner(learnerId: string): Promise<Review[]>;

  /** Whether somebody finds a review wrong, and nobody has judged it since. */
  abstract isReported(reviewId: string): Promise<boolean>;

  /** Keeps what somebody finds wrong with a review, once for each of them. */
  abstract report(reviewId: string, reporterId: string, reason: string, now: Date): Promise<void>;

  /** Forgets what was found wrong with a review. */
  abstract settleReports(reviewId: string): Promise<void>;

  /** Forgets what an instructor has replied to whatever review. */
  abstract forgetReplies(instructorId: string): Promise<void>;

  /** Forgets what somebody found wrong with whatever review. */
  abstract forgetReporter(reporterId: string): Promise<void>;
}
