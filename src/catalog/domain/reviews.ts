import type { Review } from './review.ts';

export abstract class Reviews {
  abstract add(review: Review): void;

  abstract remove(review: Review): void;

  /** Locked until the transaction ends. @throws ReviewNotFound */
  abstract lock(id: string): Promise<Review>;

  abstract ofLearner(learnerId: string): Promise<Review[]>;

  /** Keeps what somebody finds wrong with a review, once for each of them. */
  abstract report(reviewId: string, reporterId: string, reason: string, now: Date): Promise<void>;

  /** Forgets what was found wrong with a review. */
  abstract settleReports(reviewId: string): Promise<void>;

  /** Forgets what somebody found wrong with whatever review. */
  abstract forgetReporter(reporterId: string): Promise<void>;
}
