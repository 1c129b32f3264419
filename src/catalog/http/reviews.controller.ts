import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public, Requires } from '../../identity/access.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { PublicPage } from '../../kernel/http/public-page.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { ReviewPosted, ReviewsChanged } from '../catalog.contract.ts';
import { ChangeReview } from '../commands/change-review.ts';
import { PostReview } from '../commands/post-review.ts';
import { RemoveReview } from '../commands/remove-review.ts';
import { ReplyToReview } from '../commands/reply-to-review.ts';
import { ReportReview } from '../commands/report-review.ts';
import { NotEnrolled } from '../domain/enrollment.errors.ts';
import {
  AlreadyReviewed,
  OwnReview,
  ReviewNotFound,
  ReviewWithheld,
  TooEarlyToReview,
} from '../domain/review.errors.ts';
import { GetReview } from '../queries/get-review.ts';
import { ListReviews, reviewsQuery } from '../queries/list-reviews.ts';
import { reviewPageView, reviewView } from '../queries/review.view.ts';

const reviewInput = z.strictObject({
  rating: z.int().min(1).max(5).describe('stars').meta({ example: 5 }),
  text: text().trim().max(5_000).describe('may be empty').meta({ example: 'At last I know what a token is.' }),
});
const postRequest = reviewInput.meta({ id: 'PostReview' });
const changeRequest = reviewInput.meta({ id: 'ChangeReview' });
const replyRequest = z
  .strictObject({ text: text().trim().min(1).max(5_000).meta({ example: 'Thank you!' }) })
  .meta({ id: 'ReplyToReview' });
const reportRequest = z
  .strictObject({ reason: text().trim().min(1).max(1_000).meta({ example: 'It is an advertisement.' }) })
  .meta({ id: 'ReportReview' });

@ApiTags('catalog')
@Controller('api')
export class ReviewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('courses/:id/reviews')
  @Public()
  @PublicPage(ReviewPosted, ReviewsChanged)
  @ApiOperation({ summary: 'What learners say of a course, latest first' })
  @ApiOkResponse({ standardSchema: reviewPageView })
  list(
    @Param('id', { schema: uuid }) courseId: string,
    @Query({ schema: reviewsQuery }) page: z.infer<typeof reviewsQuery>,
  ) {
    return this.queries.execute(new ListReviews(courseId, page));
  }

  @Post('courses/:id/reviews')
  @Requires('courses:learn')
  @ApiOperation({
    summary: 'Review a course',
    description: 'Once, and after a fifth of its lessons. Everybody sees it with your name.',
  })
  @ApiCreatedResponse({ standardSchema: reviewView })
  @ApiProblems(NotEnrolled, TooEarlyToReview, AlreadyReviewed, ReviewWithheld, OwnReview)
  async post(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: postRequest }) { rating, text }: z.infer<typeof postRequest>,
    @Actor() { userId }: Principal,
  ) {
    const reviewId = newId();
    await this.commands.execute(new PostReview(reviewId, courseId, userId, rating, text));
    return this.queries.execute(new GetReview(reviewId));
  }

  @Put('reviews/:id')
  @Requires('courses:learn')
  @ApiOperation({ summary: 'Change your review' })
  @ApiOkResponse({ standardSchema: reviewView })
  @ApiProblems(ReviewNotFound, OwnReview)
  async change(
    @Param('id', { schema: uuid }) reviewId: string,
    @Body({ schema: changeRequest }) { rating, text }: z.infer<typeof changeRequest>,
    @Actor() { userId }: Principal,
  ) {
    await this.commands.execute(new ChangeReview(reviewId, userId, rating, text));
    return this.queries.execute(new GetReview(reviewId));
  }

  @Delete('reviews/:id')
  @HttpCode(204)
  @Requires('courses:learn')
  @ApiOperation({
    summary: 'Remove your review',
    description: 'If it was reported or hidden, you can not post another until the staff says so.',
  })
  @ApiNoContentResponse()
  @ApiProblems(ReviewNotFound)
  remove(@Param('id', { schema: uuid }) reviewId: string, @Actor() { userId }: Principal): Promise<void> {
    return this.commands.execute(new RemoveReview(reviewId, userId));
  }

  @Put('reviews/:id/reply')
  @Requires('courses:author')
  @ApiOperation({ summary: 'Reply to a review of your course' })
  @ApiOkResponse({ standardSchema: reviewView })
  @ApiProblems(ReviewNotFound)
  async reply(
    @Param('id', { schema: uuid }) reviewId: string,
    @Body({ schema: replyRequest }) { text }: z.infer<typeof replyRequest>,
    @Actor() { userId }: Principal,
  ) {
    await this.commands.execute(new ReplyToReview(reviewId, userId, text));
    return this.queries.execute(new GetReview(reviewId));
  }

  @Delete('reviews/:id/reply')
  @HttpCode(204)
  @Requires('courses:author')
  @ApiOperation({ summary: 'Take your reply back' })
  @ApiNoContentResponse()
  @ApiProblems(ReviewNotFound)
  withdrawReply(@Param('id', { schema: uuid }) reviewId: string, @Actor() { userId }: Principal): Promise<void> {
    return this.commands.execute(new ReplyToReview(reviewId, userId, null));
  }

  @Post('reviews/:id/report')
  @HttpCode(204)
  @Requires('courses:learn')
  @ApiOperation({ summary: 'Ask the staff to look at a review', description: 'Counts once for each of you.' })
  @ApiNoContentResponse()
  @ApiProblems(ReviewNotFound, OwnReview)
  report(
    @Param('id', { schema: uuid }) reviewId: string,
    @Body({ schema: reportRequest }) { reason }: z.infer<typeof reportRequest>,
    @Actor() { userId }: Principal,
  ): Promise<void> {
    return this.commands.execute(new ReportReview(reviewId, userId, reason));
  }
}
