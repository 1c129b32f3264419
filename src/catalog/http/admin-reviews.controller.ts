import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { JudgeReview } from '../commands/judge-review.ts';
import { ReviewNotFound } from '../domain/review.errors.ts';
import { ListReportedReviews, reportedReviewsQuery } from '../queries/list-reported-reviews.ts';
import { reportedReviewPageView } from '../queries/review.view.ts';

@ApiTags('catalog')
@Controller('api/admin/reviews')
@Requires('courses:moderate')
export class AdminReviewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The reviews that somebody has reported, or that are hidden or were removed meanwhile, latest first',
  })
  @ApiOkResponse({ standardSchema: reportedReviewPageView })
  list(@Query({ schema: reportedReviewsQuery }) page: z.infer<typeof reportedReviewsQuery>) {
    return this.queries.execute(new ListReportedReviews(page));
  }

  @Post(':id/hide')
  @HttpCode(204)
  @ApiOperation({ summary: 'Hide a review', description: 'Its rating counts no more. Its reports are settled.' })
  @ApiNoContentResponse()
  @ApiProblems(ReviewNotFound)
  hide(@Param('id', { schema: uuid }) reviewId: string): Promise<void> {
    return this.commands.execute(new JudgeReview(reviewId, 'hidden'));
  }

  @Post(':id/restore')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Show a review, again or still',
    description: 'Its reports are settled. If its author has removed it, they may post another.',
  })
  @ApiNoContentResponse()
  @ApiProblems(ReviewNotFound)
  restore(@Param('id', { schema: uuid }) reviewId: string): Promise<void> {
    return this.commands.execute(new JudgeReview(reviewId, 'visible'));
  }
}
