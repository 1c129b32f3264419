import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RequestPayment } from '../../billing/billing.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Courses } from '../domain/courses.ts';
import { Enrollment } from '../domain/enrollment.ts';
import { Enrollments } from '../domain/enrollments.ts';
import { CourseAlreadyOwned } from '../domain/purchase.errors.ts';
import { Purchase } from '../domain/purchase.ts';
import { Purchases } from '../domain/purchases.ts';

export interface StartedPurchase {
  readonly purchaseId: string;
  /** Null for a free course, which is the learner's at once. */
  readonly paymentId: string | null;
}

/**
 * Starts to buy a course, or takes up the purchase that the learner has started already. Its price and the request for its
 * payment are committed together.
 * @throws CourseNotFound, CourseNotForSale, OwnCourse, CourseAlreadyOwned, PurchaseInProgress
 */
export class StartPurchase extends Command<StartedPurchase> {
  constructor(
    readonly purchaseId: string,
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
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async execute({ purchaseId, courseId, learnerId, paymentMethod }: StartPurchase): Promise<StartedPurchase> {
    const standing = await this.purchases.lockLive(courseId, learnerId);
    standing?.assertPending();
    const course = await this.courses.get(courseId);
    if (!standing && (await this.enrollments.exists(courseId, learnerId))) throw new CourseAlreadyOwned();

    const purchase = standing ?? Purchase.start(purchaseId, course, learnerId, this.clock.now());
    this.purchases.add(purchase);
    if (purchase.isFree) return this.give(purchase);
    const { paymentId } = await this.commands.execute(
      new RequestPayment(
        learnerId,
        'course_purchase',
        purchase.id,
        purchase.price,
        purchase.shares,
        `Course: ${course.title}`,
        paymentMethod,
      ),
    );
    return { purchaseId: purchase.id, paymentId };
  }

  private give(purchase: Purchase): StartedPurchase {
    const now = this.clock.now();
    purchase.complete(now);
    this.enrollments.add(Enrollment.enroll(newId(), purchase.courseId, purchase.learnerId, 'purchase', now));
    return { purchaseId: purchase.id, paymentId: null };
  }
}
