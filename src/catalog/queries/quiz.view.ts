import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';

const id = z.uuid();
const asked = {
  id,
  prompt: z.string().meta({ example: 'What does a lexer make of characters?' }),
  points: z.int(),
};
const option = z.strictObject({ id, text: z.string().meta({ example: 'Tokens' }) });
const explanation = z.string().describe('may be empty');
const passPercent = z.int().describe('of all points').meta({ example: 70 });

const solved = { ...asked, explanation };
const choice = { ...solved, options: z.array(option.extend({ correct: z.boolean() })) };

/** With what is right: for its author, and who reviews it. */
export const authoredQuizView = z
  .strictObject({
    id,
    questions: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('single_choice'), ...choice }),
        z.strictObject({ kind: z.literal('multiple_choice'), ...choice }),
        z.strictObject({ kind: z.literal('true_false'), ...solved, correct: z.boolean() }),
        z.strictObject({ kind: z.literal('short_text'), ...solved, accepted: z.array(z.string()) }),
        z.strictObject({ kind: z.literal('number'), ...solved, value: z.number(), tolerance: z.number() }),
      ]),
    ),
    passPercent,
    attempts: z.int().nullable().describe('null for any number'),
    shuffled: z.boolean(),
  })
  .meta({ id: 'AuthoredQuiz' });

export const quizView = z
  .strictObject({
    id,
    lessonId: id,
    passPercent,
    attempt: z.int().describe('the number of the next one, in whose order the questions are').meta({ example: 1 }),
    attemptsLeft: z.int().nullable().describe('null for any number'),
    questions: z.array(
      z
        .strictObject({
          ...asked,
          kind: z.enum(['single_choice', 'multiple_choice', 'true_false', 'short_text', 'number']),
          options: z.array(option).nullable().describe('null for what is not a choice'),
        })
        .meta({ id: 'Question' }),
    ),
  })
  .meta({ id: 'Quiz' });

export const attemptView = z
  .strictObject({
    id,
    quizId: id,
    number: z.int().meta({ example: 1 }),
    submittedAt: z.iso.datetime(),
    percent: z.int().describe('of all points, rounded down').meta({ example: 80 }),
    passed: z.boolean(),
    questions: z.array(
      z
        .strictObject({
          ...asked,
          answer: z.union([z.boolean(), z.number(), z.string(), z.array(id)]).nullable(),
          correct: z.boolean(),
          explanation,
        })
        .meta({ id: 'MarkedQuestion' }),
    ),
  })
  .meta({ id: 'Attempt' });

export const attemptPageView = pageView(attemptView).meta({ id: 'AttemptPage' });
