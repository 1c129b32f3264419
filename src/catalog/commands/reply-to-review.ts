import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { ReviewNotFound } from '../domain/review.errors.ts';
import { Reviews } from '../domain/reviews.ts';

/** Answers a review in the name of the course, or takes the answer back. @throws ReviewNotFound, for another's course too */
export class ReplyToReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly instructorId: string,
    /** Null takes it back. */
    readonly text: string | null,
  ) {
    super();
  }
}

@CommandHandler(ReplyToReview)
export class ReplyToReviewHandler implements ICommandHandler<ReplyToReview> {
  constructor(
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async execute({ reviewId, instructorId, text }: ReplyToReview): Promise<void> {
    const review = await this.reviews.lock(reviewId);
    if (review.instructorId !== instructorId) throw new ReviewNotFound();
    if (text === null) review.withdrawReply();
    else review.reply(text, this.clock.now());
  }
}
