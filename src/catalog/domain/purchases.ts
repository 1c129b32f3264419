import type { Purchase } from './purchase.ts';

export abstract class Purchases {
  abstract add(purchase: Purchase): void;

  /** Locked until the transaction ends. @throws PurchaseNotFound */
  abstract lock(id: string): Promise<Purchase>;

  /** The purchase of a course that this operation has taken up before, unless it lapsed; else the learner's live one. Locked. */
  abstract lockStanding(courseId: string, learnerId: string, operationId: string): Promise<Purchase | undefined>;
}
