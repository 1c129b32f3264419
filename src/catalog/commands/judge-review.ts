import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import type { ReviewState } from '../domain/review.ts';
import { Reviews } from '../domain/reviews.ts';

/** Hides a review or shows it again. What was found wrong with it is settled by that. @throws ReviewNotFound */
export class JudgeReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly verdict: ReviewState,
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
    const review = await this.reviews.lock(reviewId);
    const before = review.state;
    if (verdict === 'hidden') review.hide();
    else review.restore();
    await this.reviews.settleReports(reviewId);
    await this.audit.record({
      action: 'catalog.review_judged',
      subject: `review:${reviewId}`,
      onBehalfOf: review.learnerId,
      before: { state: before },
      after: { state: verdict },
    });
  }
}
