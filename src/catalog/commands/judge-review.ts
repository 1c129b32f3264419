import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import type { Review, ReviewState, ReviewVerdict } from '../domain/review.ts';
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
    const after = this.judge(review, verdict);
    await this.audit.record({
      action: 'catalog.review_judged',
      subject: `review:${reviewId}`,
      onBehalfOf: review.learnerId,
      before: { state: before },
      after: { state: after },
    });
  }

  /** @returns what becomes of it */
  private judge(review: Review, verdict: ReviewVerdict): ReviewState | 'removed' {
    if (verdict === 'hidden') review.hide();
    else if (review.state === 'withdrawn') return this.remove(review);
    else review.restore();
    return review.state;
  }

  private remove(review: Review): 'removed' {
    review.remove();
    this.reviews.remove(review);
    return 'removed';
  }
}
