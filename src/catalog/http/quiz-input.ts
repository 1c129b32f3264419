import { z } from 'zod';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { MOST_OPTIONS, MOST_QUESTIONS } from '../domain/question.ts';

const asked = {
  prompt: text().trim().min(1).max(2_000).meta({ example: 'What does a lexer make of characters?' }),
  points: z.int().min(1).max(100).default(1),
  explanation: text().trim().max(2_000).default('').describe('shown with the result'),
};

const options = z
  .array(
    z.strictObject({
      text: text().trim().min(1).max(500).meta({ example: 'Tokens' }),
      correct: z.boolean().default(false),
    }),
  )
  .min(2)
  .max(MOST_OPTIONS);

const questionInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single_choice'), ...asked, options: options.describe('one of them correct') }),
  z.strictObject({ kind: z.literal('multiple_choice'), ...asked, options: options.describe('at least one correct') }),
  z.strictObject({ kind: z.literal('true_false'), ...asked, correct: z.boolean() }),
  z.strictObject({
    kind: z.literal('short_text'),
    ...asked,
    accepted: z.array(text().trim().min(1).max(200)).min(1).max(20).describe('whatever the case and the spaces'),
  }),
  z.strictObject({ kind: z.literal('number'), ...asked, value: z.number(), tolerance: z.number().min(0).default(0) }),
]);

export const quizInput = z.strictObject({
  questions: z.array(questionInput).min(1).max(MOST_QUESTIONS),
  passPercent: z.int().min(1).max(100).default(70).describe('of all points'),
  attempts: z.int().min(1).max(1_000).optional().describe('absent for any number'),
  shuffled: z.boolean().default(true).describe('whether each attempt has questions and options in another order'),
});

export const quizRequest = quizInput.meta({ id: 'WriteQuiz' });

/** What may be the id of an option. */
const said = text()
  .max(500)
  .transform(words => uuid.safeParse(words).data ?? words);

const answerInput = z
  .union([z.boolean(), z.number(), said, z.array(uuid).max(MOST_OPTIONS)])
  .describe('the id of an option, several for a multiple choice, or what the learner says');

export const attemptRequest = z
  .strictObject({
    answers: z
      .record(uuid, answerInput)
      .refine(answers => Object.keys(answers).length <= MOST_QUESTIONS, 'There are more answers than questions')
      .describe('by the id of the question; what is not answered is wrong')
      .meta({ example: { '7c4a1f1e-8f43-4f0c-9d0a-2f6f1f0b9a11': true } }),
  })
  .meta({ id: 'AttemptQuiz' });
