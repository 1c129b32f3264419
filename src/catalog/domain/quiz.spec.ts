import { newId } from '../../kernel/domain/ids.ts';
import { NOON } from '../testing/courses.ts';
import { aQuestion, aQuiz, WRITTEN_QUIZ } from '../testing/quizzes.ts';
import type { Quiz } from './quiz.ts';
import { type WrittenQuestion, writeQuiz } from './write-quiz.ts';

describe('A quiz', () => {
  const questions = [true, true, true].map(correct => aQuestion({ kind: 'true_false', correct }));

  it('is attempted as often as it allows', () => {
    const quiz = aQuiz({ attempts: 2 });
    expect(quiz.attempt(newId(), newId(), 1, {}, NOON)).toMatchObject({ number: 2, percent: 0 });
    expect(() => quiz.attempt(newId(), newId(), 2, {}, NOON)).toThrow(
      expect.objectContaining({ code: 'no_attempts_left' }),
    );
    expect(aQuiz().attempt(newId(), newId(), 1_000, {}, NOON).number).toBe(1_001);
  });

  it('is passed with as much as it asks for, rounded down', () => {
    const two = Object.fromEntries(questions.slice(1).map(({ id }) => [id, true]));
    const percent = aQuiz({ questions }).attempt(newId(), newId(), 0, two, NOON).percent;
    expect(percent).toBe(66);
    expect(aQuiz({ questions, passPercent: 66 }).isPassedWith(percent)).toBe(true);
    expect(aQuiz({ questions, passPercent: 67 }).isPassedWith(percent)).toBe(false);
  });
});

describe('Writing a quiz', () => {
  function written(questions: readonly WrittenQuestion[]): Quiz {
    const kept: Quiz[] = [];
    const courses = { addQuiz: (quiz: Quiz) => void kept.push(quiz) };
    writeQuiz(courses as never, newId(), { ...WRITTEN_QUIZ, questions });
    return kept[0] as Quiz;
  }

  it('gives questions and options ids that do not tell their order', () => {
    const { questions } = written(WRITTEN_QUIZ.questions);
    const ids = questions.flatMap(question => [question, ...('options' in question ? question.options : [])]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(11);
    for (const { id } of ids) expect(id[14]).toBe('4');
  });

  it('takes one correct option for a single choice, and at least one for a multiple choice', () => {
    const choice = (kind: 'single_choice' | 'multiple_choice', ...correct: boolean[]): WrittenQuestion => {
      const options = correct.map(right => ({ text: 'Perhaps', correct: right }));
      return { kind, prompt: 'Which?', points: 1, explanation: '', options };
    };
    for (const question of [
      choice('single_choice', true, true),
      choice('single_choice', false, false),
      choice('multiple_choice', false, false),
    ])
      expect(() => written([question])).toThrow(expect.objectContaining({ code: 'question_has_no_answer' }));
    const answerable = [choice('single_choice', false, true), choice('multiple_choice', true, true)];
    expect(written(answerable).questions).toHaveLength(2);
  });
});
