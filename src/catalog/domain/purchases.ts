import type { Purchase } from './purchase.ts';

export abstract class Purchases {
  abstract add(purchase: Purchase): void;

  /** Locked until the transaction ends. @throws PurchaseNotFound */
  abstract lock(id: string): Promise<Purchase>;

  /** The learner's live purchase of a course, locked. */
  abstract lockLive(courseId: string, learnerId: string): Promise<Purchase | undefined>;
}
