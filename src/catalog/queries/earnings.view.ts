import { z } from 'zod';
import { earnedView, earningsView, saleView } from '../../billing/earnings.contract.ts';
import { pageView } from '../../kernel/http/page.ts';

const course = z
  .strictObject({
    id: z.uuid(),
    slug: z.string().meta({ example: 'compilers-from-scratch-00000001' }),
    title: z.string().meta({ example: 'Compilers from Scratch' }),
  })
  .meta({ id: 'NamedCourse' });
export type NamedCourse = z.infer<typeof course>;

const sold = { course: course.nullable().describe('null where nobody knows any more') };

export const courseEarningsView = earningsView.omit({ subject: true }).extend(sold).meta({ id: 'CourseEarnings' });
export type CourseEarningsView = z.infer<typeof courseEarningsView>;
export const courseEarningsPageView = pageView(courseEarningsView).meta({ id: 'CourseEarningsPage' });

export const courseSaleView = saleView.omit({ subject: true }).extend(sold).meta({ id: 'CourseSale' });
export type CourseSaleView = z.infer<typeof courseSaleView>;
export const courseSalePageView = pageView(courseSaleView).meta({ id: 'CourseSalePage' });

export const teachingView = z
  .strictObject({
    courses: z
      .strictObject({ draft: z.int(), inReview: z.int(), published: z.int(), archived: z.int() })
      .describe('how many of each state'),
    enrollments: z.int().describe('how many places learners have in them now').meta({ example: 1280 }),
    completions: z.int().describe('in how many of these the course is completed').meta({ example: 310 }),
    rating: z.strictObject({
      average: z.number().nullable().describe('of five stars; null without a rating').meta({ example: 4.6 }),
      count: z.int().meta({ example: 210 }),
    }),
  })
  .meta({ id: 'Teaching' });

export const dashboardView = z
  .strictObject({
    earned: z.array(earnedView).describe('by currency'),
    teaching: teachingView.describe('of the courses that are yours'),
    bestSellers: z
      .array(z.strictObject({ course, sales: z.int() }))
      .describe('the five courses that sold most often within the last 30 days'),
  })
  .meta({ id: 'InstructorDashboard' });
