import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { OwnReview, ReviewNotFound } from '../domain/review.errors.ts';
import { Reviews } from '../domain/reviews.ts';

/** Asks the staff to look at a review; once counts as often as many times. @throws ReviewNotFound, OwnReview */
export class ReportReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly reporterId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(ReportReview)
export class ReportReviewHandler implements ICommandHandler<ReportReview> {
  constructor(
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async execute({ reviewId, reporterId, reason }: ReportReview): Promise<void> {
    const review = await this.reviews.lock(reviewId);
    if (review.state !== 'visible') throw new ReviewNotFound();
    if (review.learnerId === reporterId) throw new OwnReview();
    await this.reviews.report(reviewId, reporterId, reason, this.clock.now());
  }
}
