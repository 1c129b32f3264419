import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';
import { Enrollments } from '../domain/enrollments.ts';
import { ReviewWithheld } from '../domain/review.errors.ts';
import { Review } from '../domain/review.ts';
import { Reviews } from '../domain/reviews.ts';

/** @throws NotEnrolled, OwnReview, TooEarlyToReview, AlreadyReviewed, ReviewWithheld */
export class PostReview extends Command<void> {
  constructor(
    readonly reviewId: string,
    readonly courseId: string,
    readonly learnerId: string,
    readonly rating: number,
    readonly text: string,
  ) {
    super();
  }
}

@CommandHandler(PostReview)
export class PostReviewHandler implements ICommandHandler<PostReview> {
  constructor(
    private readonly courses: Courses,
    private readonly enrollments: Enrollments,
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  async execute({ reviewId, courseId, learnerId, rating, text }: PostReview): Promise<void> {
    const enrollment = await this.enrollments.lock(courseId, learnerId);
    const standing = await this.reviews.find(courseId, learnerId);
    if (standing?.state === 'withdrawn') throw new ReviewWithheld();
    const course = await this.courses.get(courseId);
    const lessonIds = (await this.courses.lessonsOnSale(courseId)).map(({ id }) => id);
    this.reviews.add(Review.post(reviewId, course, enrollment, lessonIds, rating, text, this.clock.now()));
  }
}
