import { z } from 'zod';
import { moneyView } from '../../kernel/http/money.view.ts';
import { pageView } from '../../kernel/http/page.ts';
import { COURSE_STATES, LEVELS } from '../domain/course.ts';
import { authoredFileView, fileView } from './lesson-content.view.ts';
import { opening } from './progress.view.ts';
import { authoredQuizView } from './quiz.view.ts';

const id = z.uuid().meta({ example: '01990a2c-7b4e-7000-8000-000000000001' });
const moment = z.iso.datetime({ offset: true });
const offer = {
  title: z.string().meta({ example: 'Compilers from Scratch' }),
  summary: z.string().meta({ example: 'Lexing to code generation in twelve lessons.' }),
  price: moneyView,
  category: z.string().nullable().meta({ example: 'Programming' }),
  level: z.enum(LEVELS),
  language: z.string().describe('BCP 47').meta({ example: 'en' }),
};

/** A course as the list shows it. */
export const listedCourseView = z
  .strictObject({
    id,
    slug: z.string().meta({ example: 'compilers-from-scratch-00000001' }),
    ...offer,
    instructorId: z.uuid(),
    publishedAt: moment,
    learners: z.int().describe('how many have it, or had').meta({ example: 1280 }),
    rating: z.strictObject({
      average: z.number().nullable().describe('of five stars; null without a rating').meta({ example: 4.6 }),
      count: z.int().meta({ example: 210 }),
    }),
  })
  .meta({ id: 'ListedCourse' });

export const coursePageView = pageView(listedCourseView)
  .extend({
    correction: z
      .string()
      .nullable()
      .describe('what was searched for instead of `q`, because nothing was found for that'),
  })
  .meta({ id: 'CoursePage' });

const sectionView = z.strictObject({ id: z.uuid(), title: z.string() }).meta({ id: 'Section' });

const lessonTitle = {
  id: z.uuid(),
  sectionId: z.uuid(),
  title: z.string().meta({ example: 'What a token is' }),
  preview: z.boolean().describe('whether everybody may read it'),
};

const body = z.string().describe('Markdown').meta({ example: '# Tokens' });
const html = z.string().describe('the same as HTML that is safe to show').meta({ example: '<h1>Tokens</h1>' });

/** Its sales page: titles of all lessons, text of the previews. */
export const courseView = listedCourseView
  .extend({
    sections: z.array(sectionView).describe('in their order'),
    lessons: z
      .array(
        z
          .strictObject({ ...lessonTitle, body: body.nullable(), html: html.nullable(), file: fileView.nullable() })
          .describe('text and file are null unless the lesson is a preview'),
      )
      .describe('in their order'),
  })
  .meta({ id: 'Course' });

const opens = z
  .union([
    z.strictObject({ at: moment }),
    z.strictObject({ daysAfterEnrollment: z.int() }),
    z.strictObject({ daysAfterPrevious: z.int() }),
  ])
  .nullable()
  .describe('when it opens to who is enrolled; null for at once');

const lessonView = z
  .strictObject({
    ...lessonTitle,
    body,
    html,
    opens,
    quiz: authoredQuizView.nullable(),
    file: authoredFileView.nullable(),
  })
  .meta({ id: 'Lesson' });

const authored = {
  id,
  slug: z.string(),
  ...offer,
  state: z.enum(COURSE_STATES),
  publishedAt: moment.nullable(),
  edited: z.boolean().describe('whether there are changes that learners do not have yet: publish them'),
  release: z.int().nullable().describe('how often its lessons were published; null before the first time'),
  submittedAt: moment.nullable().describe('since when it, or a change to it, waits for a review'),
  rejection: z.string().nullable().describe('why the last review turned it down'),
  version: z.int(),
};

/** A course as a list of its author shows it. */
export const authoredListView = pageView(z.strictObject(authored).meta({ id: 'AuthoredCourseItem' })).meta({
  id: 'AuthoredCoursePage',
});

/** A course as its author sees it: with what is drafted. */
export const authoredCourseView = z
  .strictObject({
    ...authored,
    instructorId: z.uuid().describe('whose it is'),
    instructors: z
      .array(z.strictObject({ instructorId: z.uuid(), portion: z.int().meta({ example: 10_000 }) }))
      .describe(
        "who teaches it, its owner first, with what of the instructors' part of a sale is theirs, in ten-thousandths",
      ),
    basisPoints: z
      .int()
      .describe("the instructors' part of a sale that starts now, in ten-thousandths")
      .meta({ example: 7_000 }),
    sections: z.array(sectionView),
    lessons: z.array(lessonView),
  })
  .meta({ id: 'AuthoredCourse' });

export const ownedCourseView = z
  .strictObject({
    courseId: z.uuid(),
    slug: z.string(),
    title: z.string(),
    enrolledAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OwnedCourse' });

export const ownedCoursePageView = pageView(ownedCourseView).meta({ id: 'OwnedCoursePage' });

export const learningView = z
  .strictObject({
    courseId: z.uuid(),
    title: z.string(),
    completedAt: moment.nullable(),
    sections: z.array(sectionView),
    lessons: z.array(
      z
        .strictObject({
          ...lessonTitle,
          body: body.nullable(),
          html: html.nullable(),
          file: fileView.nullable(),
          completed: z.boolean(),
          quizId: z.uuid().nullable().describe('the quiz to pass; null for a lesson that is completed by saying so'),
          ...opening,
        })
        .describe('text and file are null while the lesson is locked, unless it is a preview')
        .meta({ id: 'LearnedLesson' }),
    ),
  })
  .meta({ id: 'Learning' });
