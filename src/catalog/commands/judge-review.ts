import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import type { Review, ReviewVerdict } from '../domain/review.ts';
import { Reviews } from '../domain/reviews.ts';

/**
 * Hides a review or shows it again. What was found wrong with it is settled by that. To show one that was withdrawn is to
 * let its author post another.
 * @throws ReviewNotFound
 */
export class JudgeReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly verdict: ReviewVerdict,
  ) {
    super();
  }
}

@CommandHandler(JudgeReview)
export class JudgeReviewHandler implements ICommandHandler<JudgeReview> {
  constructor(
    private readonly reviews: Reviews,
    private readonly audit: AuditLog,
  ) {}

  async execute({ reviewId, verdict }: JudgeReview): Promise<void> {
    const review = await this.reviews.lockToJudge(reviewId);
    const before = review.state;
    await this.reviews.settleReports(reviewId);
    if (verdict === 'hidden') review.hide();
    else if (before === 'withdrawn') this.remove(review);
    else review.restore();
    await this.audit.record({
      action: 'catalog.review_judged',
      subject: `review:${reviewId}`,
      onBehalfOf: review.learnerId,
      before: { state: before },
      after: { state: verdict },
    });
  }

  private remove(review: Review): void {
    review.remove();
    this.reviews.remove(review);
  }
}
