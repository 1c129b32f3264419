import type { Share } from '../../billing/billing.contract.ts';
import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import type { Money } from '../../kernel/domain/money.ts';
import { CoursePurchased } from '../catalog.contract.ts';
import type { Course } from './course.ts';
import { CourseAlreadyOwned } from './purchase.errors.ts';
import { sharesOf, type Terms } from './split.ts';

export const PURCHASE_STATES = ['pending', 'paid', 'refunded', 'lapsed'] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];

/** How long a learner can pay what a course cost when they started to buy it. */
export const PRICE_HOLDS_MS = DAY_MS;

/** One learner's buying of one course. Price and split are frozen when it starts. */
export class Purchase extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly courseId: string,
    readonly learnerId: string,
    readonly price: Money,
    readonly shares: readonly Share[],
    readonly startedAt: Date,
    private _operationId: string,
    private _state: PurchaseState,
    private _paidAt: Date | null,
  ) {
    super();
  }

  /**
   * @param operationId the request that buys it, see {@link takeUp}
   * @throws CourseNotFound, CourseNotForSale, OwnCourse
   */
  static start(id: string, operationId: string, course: Course, learnerId: string, terms: Terms, now: Date): Purchase {
    course.assertMayBeBoughtBy(learnerId);
    const shares = sharesOf(course.price, terms, course.instructors);
    return new Purchase(id, course.id, learnerId, course.price, shares, now, operationId, 'pending', null);
  }

  get state(): PurchaseState {
    return this._state;
  }

  get isLive(): boolean {
    return this._state === 'pending' || this._state === 'paid';
  }

  /** Whether this operation was the last to take it up. */
  isOf(operationId: string): boolean {
    return this._operationId === operationId;
  }

  get isFree(): boolean {
    return this.price.isZero;
  }

  /**
   * The learner asks for it again: to go on where it stopped, or because the answer to this very operation was lost.
   * @throws CourseAlreadyOwned when another operation has bought it
   */
  takeUp(operationId: string): void {
    if (this._state === 'paid' && this._operationId !== operationId) throw new CourseAlreadyOwned();
    this._operationId = operationId;
  }

  /**
   * The money is there, or none was due, even for one that lapsed. Hearing it twice, or after it was given back, changes nothing.
   * @returns whether it changed anything
   */
  complete(now: Date): boolean {
    if (this._state === 'paid' || this._state === 'refunded') return false;
    this._state = 'paid';
    this._paidAt = now;
    this.record(new CoursePurchased(this.id, this.courseId, this.learnerId));
    return true;
  }

  /** It was not paid, and can not be paid any more. */
  lapse(): void {
    if (this._state === 'pending') this._state = 'lapsed';
  }

  /** The money went back, all of it: the course can be bought again. */
  refund(): void {
    this._state = 'refunded';
  }
}
