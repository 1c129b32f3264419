import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';
import { REVIEW_STATES } from '../domain/review.ts';

const review = {
  id: z.uuid(),
  courseId: z.uuid(),
  rating: z.int().min(1).max(5).meta({ example: 5 }),
  text: z.string().meta({ example: 'At last I know what a token is.' }),
  author: z
    .strictObject({ id: z.uuid(), name: z.string().nullable().describe('null for somebody who is gone') })
    .meta({ id: 'Reviewer' }),
  postedAt: z.iso.datetime(),
  changedAt: z.iso.datetime().nullable(),
  reply: z
    .strictObject({ text: z.string().meta({ example: 'Thank you!' }), repliedAt: z.iso.datetime() })
    .nullable()
    .describe('of the instructor'),
};

export const reviewView = z.strictObject(review).meta({ id: 'Review' });

export const reviewPageView = pageView(reviewView).meta({ id: 'ReviewPage' });

/** A review as the staff sees it. */
export const reportedReviewView = z
  .strictObject({
    ...review,
    rating: review.rating.nullable().describe('null once its author has removed it'),
    state: z.enum(REVIEW_STATES).describe('`withdrawn`: its author removed it while it was reported or hidden'),
    reports: z
      .array(z.strictObject({ reason: z.string(), reportedAt: z.iso.datetime() }))
      .describe('what others find wrong with it, latest first'),
  })
  .meta({ id: 'ReportedReview' });

export const reportedReviewPageView = pageView(reportedReviewView).meta({ id: 'ReportedReviewPage' });
