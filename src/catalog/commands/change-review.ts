import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';
import { OwnReview, ReviewNotFound } from '../domain/review.errors.ts';
import { Reviews } from '../domain/reviews.ts';

/**
 * What was found wrong with it before is still to be looked at.
 * @throws ReviewNotFound, for another learner's too, and OwnReview for who teaches the course by now
 */
export class ChangeReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly learnerId: string,
    readonly rating: number,
    readonly text: string,
  ) {
    super();
  }
}

@CommandHandler(ChangeReview)
export class ChangeReviewHandler implements ICommandHandler<ChangeReview> {
  constructor(
    private readonly courses: Courses,
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async execute({ reviewId, learnerId, rating, text }: ChangeReview): Promise<void> {
    const review = await this.reviews.lock(reviewId);
    if (review.learnerId !== learnerId) throw new ReviewNotFound();
    if ((await this.courses.get(review.courseId)).isTaughtBy(learnerId)) throw new OwnReview();
    review.change(rating, text, this.clock.now());
  }
}
