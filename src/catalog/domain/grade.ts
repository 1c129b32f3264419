import { foldText } from './fold-text.ts';
import type { Question } from './question.ts';
import { AnswerDoesNotFit } from './quiz.errors.ts';

/** An option's id for a single choice, several for a multiple choice; else what the learner says. */
export type Answer = string | string[] | boolean | number;

/** By the id of the question. What is not answered is wrong. */
export type Answers = Readonly<Record<string, Answer>>;

export interface Mark {
  readonly questionId: string;
  readonly answer: Answer | null;
  /** None, or all that the question gives. */
  readonly points: number;
}

/** @throws AnswerDoesNotFit, so that a mistake of a program costs nobody an attempt */
export function grade(questions: readonly Question[], answers: Answers): Mark[] {
  const unknown = Object.keys(answers).find(id => !questions.some(question => question.id === id));
  if (unknown) throw new AnswerDoesNotFit(unknown);
  return questions.map(question => {
    const answer = answers[question.id] ?? null;
    const isRight = answer !== null && isCorrect(question, answer);
    return { questionId: question.id, answer, points: isRight ? question.points : 0 };
  });
}

/** Of all points, in percent, rounded down. */
export function percentOf(questions: readonly Question[], marks: readonly Mark[]): number {
  const total = questions.reduce((sum, { points }) => sum + points, 0);
  return Math.floor((100 * marks.reduce((sum, { points }) => sum + points, 0)) / total);
}

function isCorrect(question: Question, answer: Answer): boolean {
  switch (question.kind) {
    case 'single_choice':
      if (typeof answer === 'string') return isChosenRight(question, [answer]);
      break;
    case 'multiple_choice':
      if (Array.isArray(answer)) return isChosenRight(question, answer);
      break;
    case 'true_false':
      if (typeof answer === 'boolean') return answer === question.correct;
      break;
    case 'short_text':
      if (typeof answer === 'string') return question.accepted.some(text => foldText(text) === foldText(answer));
      break;
    case 'number':
      if (typeof answer === 'number') return isNear(answer, question.value, question.tolerance);
      break;
  }
  throw new AnswerDoesNotFit(question.id);
}

function isChosenRight(
  { id, options }: Question & { kind: 'single_choice' | 'multiple_choice' },
  chosen: readonly string[],
): boolean {
  if (chosen.some(one => !options.some(option => option.id === one))) throw new AnswerDoesNotFit(id);
  return options.every(option => option.correct === chosen.includes(option.id));
}

/** With room for what binary fractions lose: 0.3 is within 0.1 of 0.2. */
function isNear(answer: number, value: number, tolerance: number): boolean {
  const lost = Number.EPSILON * Math.max(Math.abs(answer), Math.abs(value), tolerance);
  return Math.abs(answer - value) <= tolerance + lost;
}
