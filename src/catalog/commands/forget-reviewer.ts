import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Reviews } from '../domain/reviews.ts';

/** Somebody is erased: what they said of courses, and of reviews, goes with them. */
export class ForgetReviewer extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(ForgetReviewer)
export class ForgetReviewerHandler implements ICommandHandler<ForgetReviewer> {
  constructor(private readonly reviews: Reviews) {}

  async execute({ userId }: ForgetReviewer): Promise<void> {
    for (const review of await this.reviews.ofLearner(userId)) {
      review.remove();
      this.reviews.remove(review);
    }
    await this.reviews.forgetReplies(userId);
    await this.reviews.forgetReporter(userId);
  }
}
