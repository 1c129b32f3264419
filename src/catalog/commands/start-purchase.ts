import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type PaymentState, RequestPayment } from '../../billing/billing.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Agreements } from '../domain/agreements.ts';
import type { Course } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';
import { DeclaredFees } from '../domain/declared-fees.ts';
import { Enrollments } from '../domain/enrollments.ts';
import { grantPlace } from '../domain/grant-place.ts';
import { Purchase } from '../domain/purchase.ts';
import { Purchases } from '../domain/purchases.ts';
import { USUAL_PART } from '../domain/split.ts';

export interface StartedPurchase {
  readonly purchase: Purchase;
  /** Both null for a free course, which is the learner's at once. */
  readonly paymentId: string | null;
  readonly paymentState: PaymentState | null;
}

/**
 * Starts to buy a course, or takes up the purchase that the learner has started already. Its price, its split and the
 * request for its payment are committed together.
 * @throws CourseNotFound, CourseNotForSale, OwnCourse, CourseAlreadyOwned, PurchaseInProgress, PaymentMethodNotFound
 */
export class StartPurchase extends Command<StartedPurchase> {
  constructor(
    /** The request behind it: the same for each repeat, so that a repeat goes on where it stopped. */
    readonly operationId: string,
    readonly courseId: string,
    readonly learnerId: string,
    readonly paymentMethod?: string,
  ) {
    super();
  }
}

@CommandHandler(StartPurchase)
export class StartPurchaseHandler implements ICommandHandler<StartPurchase> {
  constructor(
    private readonly courses: Courses,
    private readonly purchases: Purchases,
    private readonly enrollments: Enrollments,
    private readonly agreements: Agreements,
    private readonly fees: DeclaredFees,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async execute({ operationId, courseId, learnerId, paymentMethod }: StartPurchase): Promise<StartedPurchase> {
    const now = this.clock.now();
    const standing = await this.purchases.lockStanding(courseId, learnerId, operationId);
    standing?.takeUp(operationId);
    const course = await this.courses.get(courseId);
    const purchase = standing ?? (await this.start(operationId, course, learnerId, now));
    this.purchases.add(purchase);
    if (purchase.isFree) return this.give(purchase, now);

    const { id, price, shares } = purchase;
    const submission = { paymentMethod, operationId };
    const title = `Course: ${course.title}`;
    const payment = await this.commands.execute(
      new RequestPayment(learnerId, 'course_purchase', id, price, shares, title, submission, courseId),
    );
    return { purchase, ...payment };
  }

  private async start(operationId: string, course: Course, learnerId: string, now: Date): Promise<Purchase> {
    const basisPoints = (await this.agreements.partOf(course.id, now)) ?? USUAL_PART;
    return Purchase.start(newId(), operationId, course, learnerId, { basisPoints, fees: this.fees }, now);
  }

  private async give(purchase: Purchase, now: Date): Promise<StartedPurchase> {
    if (purchase.complete(now)) await grantPlace(this.enrollments, purchase, now);
    return { purchase, paymentId: null, paymentState: null };
  }
}
