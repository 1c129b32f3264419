import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Attempt } from '../domain/attempt.ts';
import { Enrollment } from '../domain/enrollment.ts';
import { aDraft, NOON } from '../testing/courses.ts';
import { aQuiz } from '../testing/quizzes.ts';
import { attemptMapping } from './attempt.mapping.ts';
import { courseMapping } from './course.mapping.ts';
import { enrollmentMapping } from './enrollment.mapping.ts';
import { quizMapping } from './quiz.mapping.ts';

describe('The mapping of an attempt', () => {
  it('brings every field back', async () => {
    const course = aDraft();
    const quiz = aQuiz({ courseId: course.id });
    const enrollment = Enrollment.enroll(newId(), course.id, newId(), 'purchase', NOON);
    const marks = ['"Ä" 🙂', ['a', 'b'], true, 0.1, null].map(answer => ({ questionId: newId(), answer, points: 1 }));
    const attempt = new Attempt(newId(), enrollment.id, quiz.id, 1, marks, 80, NOON);
    const loaded = await stored(
      attemptMapping,
      attempt,
      [courseMapping, course],
      [quizMapping, quiz],
      [enrollmentMapping, enrollment],
    );
    expect({ ...loaded }).toEqual({ ...attempt });
    expect(loaded).toBeInstanceOf(Attempt);
  });
});
