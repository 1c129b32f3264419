import { ASKED } from '../asked.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { progressOf } from '../progress-of.ts';
import type { TaughtCourse } from '../taught-course.ts';
import { takeQuiz } from './take-quiz.ts';

export async function passQuiz(learner: Person, course: TaughtCourse): Promise<void> {
  expectSame('the result', await takeQuiz(learner, course, ASKED.right), { percent: 100, passed: true });
  const { completedLessons, completedAt } = await progressOf(learner, course);
  expectSame('the progress', { completedLessons, completedAt }, { completedLessons: 2, completedAt: null });
}
