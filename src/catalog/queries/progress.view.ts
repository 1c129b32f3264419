import { z } from 'zod';

const moment = z.iso.datetime();

/** Whether a lesson is open to a learner. */
export const opening = {
  open: z.boolean(),
  opensAt: moment.nullable().describe('null while it is open, or while that depends on another lesson'),
  waitsFor: z.uuid().nullable().describe('the lesson that has to be completed first'),
};

export const progressView = z
  .strictObject({
    courseId: z.uuid(),
    completedLessons: z.int().meta({ example: 3 }),
    lessons: z.int().meta({ example: 12 }),
    percent: z.int().describe('of the lessons, rounded down').meta({ example: 25 }),
    enrolledAt: moment,
    completedAt: moment.nullable().describe('when the whole course was completed'),
    schedule: z
      .array(
        z
          .strictObject({
            lessonId: z.uuid(),
            title: z.string().meta({ example: 'What a token is' }),
            completedAt: moment.nullable(),
            score: z.int().nullable().describe('what its quiz was passed with, in percent').meta({ example: 80 }),
            ...opening,
          })
          .meta({ id: 'ScheduledLesson' }),
      )
      .describe('every lesson, in their order'),
  })
  .meta({ id: 'Progress' });
