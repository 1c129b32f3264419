import { z } from 'zod';
import { moneyView } from '../../kernel/http/money.view.ts';
import { pageView } from '../../kernel/http/page.ts';
import { COURSE_STATES } from '../domain/course.ts';

const id = z.uuid().meta({ example: '01990a2c-7b4e-7000-8000-000000000001' });
const offer = {
  title: z.string().meta({ example: 'Compilers from Scratch' }),
  summary: z.string().meta({ example: 'Lexing to code generation in twelve lessons.' }),
  price: moneyView,
};

/** A course as the list shows it. */
export const listedCourseView = z
  .strictObject({
    id,
    slug: z.string().meta({ example: 'compilers-from-scratch-00000001' }),
    ...offer,
    instructorId: z.uuid(),
    publishedAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'ListedCourse' });

export const coursePageView = pageView(listedCourseView).meta({ id: 'CoursePage' });

/** Its sales page: titles of all lessons, text of the previews. */
export const courseView = listedCourseView
  .extend({
    lessons: z.array(
      z.strictObject({
        id: z.uuid(),
        title: z.string(),
        preview: z.boolean(),
        body: z.string().nullable().describe('Markdown; null unless the lesson is a preview'),
      }),
    ),
  })
  .meta({ id: 'Course' });

const lessonView = z
  .strictObject({ id: z.uuid(), title: z.string(), body: z.string().describe('Markdown'), preview: z.boolean() })
  .meta({ id: 'Lesson' });

/** A course as its author sees it. */
export const authoredCourseView = z
  .strictObject({
    id,
    slug: z.string(),
    ...offer,
    state: z.enum(COURSE_STATES),
    publishedAt: z.iso.datetime().nullable(),
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
    completedAt: z.iso.datetime().nullable(),
    lessons: z.array(lessonView.extend({ completed: z.boolean() }).meta({ id: 'LearnedLesson' })),
  })
  .meta({ id: 'Learning' });
