import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { progressOf } from '../progress-of.ts';
import type { TaughtCourse } from '../taught-course.ts';

const WEEK_MS = 7 * 86_400_000;

/** Of the lessons that are locked neither is shown what they say, nor can they be completed. */
export async function seeSchedule(learner: Person, course: TaughtCourse): Promise<void> {
  const [first, second, third] = course.lessons;
  const { enrolledAt, schedule } = await progressOf(learner, course);
  const inAWeek = new Date(new Date(enrolledAt).getTime() + WEEK_MS).toISOString();
  expectSame(
    'the schedule',
    schedule.map(({ lessonId, open, opensAt, waitsFor }) => ({ lessonId, open, opensAt, waitsFor })),
    [
      { lessonId: first.id, open: true, opensAt: null, waitsFor: null },
      { lessonId: second.id, open: false, opensAt: null, waitsFor: first.id },
      { lessonId: third.id, open: false, opensAt: inAWeek, waitsFor: null },
    ],
  );
  const learn = await learner.get<{ lessons: { body: string | null }[] }>(`/api/courses/${course.id}/learn`);
  const shown = learn.granted().lessons.map(({ body }) => body !== null);
  expectSame('whether the text of each lesson is sent', shown, [true, false, false]);
  for (const { id } of [second, third])
    (await learner.post(`/api/courses/${course.id}/lessons/${id}/complete`)).refused(409, 'lesson_locked');
}
