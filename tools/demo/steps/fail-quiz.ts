import { ASKED } from '../asked.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import type { TaughtCourse } from '../taught-course.ts';
import { takeQuiz } from './take-quiz.ts';

/** Who has not passed can not say that the lesson is completed, either. */
export async function failQuiz(learner: Person, course: TaughtCourse): Promise<void> {
  const [first, asked] = course.lessons;
  (await learner.post(`/api/courses/${course.id}/lessons/${first.id}/complete`)).granted();
  expectSame('the result', await takeQuiz(learner, course, ASKED.wrong), { percent: 0, passed: false });
  (await learner.post(`/api/courses/${course.id}/lessons/${asked.id}/complete`)).refused(409, 'quiz_not_passed');
}
