import type { z } from 'zod';
import type { Attempt } from '../domain/attempt.ts';
import type { Mark } from '../domain/grade.ts';
import type { Quiz } from '../domain/quiz.ts';
import type { attemptView } from './quiz.view.ts';

/** Of an attempt `a`. */
export const ATTEMPT_COLUMNS =
  'a.id, a.quiz_id as "quizId", a.number, a.marks, a.percent, a.submitted_at as "submittedAt"';

export function attemptFrom(
  { id, quizId, number, marks, percent, submittedAt }: Attempt,
  { questions, passPercent }: Pick<Quiz, 'questions' | 'passPercent'>,
): z.infer<typeof attemptView> {
  const markOf = new Map(marks.map(mark => [mark.questionId, mark]));
  return {
    id,
    quizId,
    number,
    submittedAt: submittedAt.toISOString(),
    percent,
    passed: percent >= passPercent,
    questions: questions.map(({ id, prompt, points, explanation }) => {
      const { answer, points: given } = markOf.get(id) as Mark;
      return { id, prompt, points, answer, correct: given > 0, explanation };
    }),
  };
}
