import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ReviewNotFound } from '../domain/review.errors.ts';
import { Reviews } from '../domain/reviews.ts';

/** What somebody finds wrong does not come back as another: it is withdrawn instead. @throws ReviewNotFound, for another learner's too */
export class RemoveReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveReview)
export class RemoveReviewHandler implements ICommandHandler<RemoveReview> {
  constructor(private readonly reviews: Reviews) {}

  async execute({ reviewId, learnerId }: RemoveReview): Promise<void> {
    const review = await this.reviews.lock(reviewId);
    if (review.learnerId !== learnerId) throw new ReviewNotFound();
    if (review.state === 'hidden' || (await this.reviews.isReported(reviewId))) return review.withdraw();
    review.remove();
    this.reviews.remove(review);
  }
}
