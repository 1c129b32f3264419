import { stored } from '../../../test/support/stored.ts';
import { Quiz } from '../domain/quiz.ts';
import { aDraft } from '../testing/courses.ts';
import { aQuestion, aQuiz } from '../testing/quizzes.ts';
import { courseMapping } from './course.mapping.ts';
import { quizMapping } from './quiz.mapping.ts';

describe('The mapping of a quiz', () => {
  it('brings every field back', async () => {
    const course = aDraft();
    const options = [{ id: 'a', text: '"Ä"\n\\ 🙂', correct: true }];
    const questions = [
      aQuestion({ kind: 'single_choice', options }),
      aQuestion({ kind: 'number', value: 0.1, tolerance: 1e-9 }),
    ];
    const quiz = aQuiz({ courseId: course.id, questions, attempts: 3 });
    const loaded = await stored(quizMapping, quiz, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...quiz });
    expect(loaded).toBeInstanceOf(Quiz);
  });

  it('leaves one that may be attempted for ever without a number', async () => {
    const course = aDraft();
    const loaded = await stored(quizMapping, aQuiz({ courseId: course.id }), [courseMapping, course]);
    expect(loaded.attempts).toBeNull();
  });
});
