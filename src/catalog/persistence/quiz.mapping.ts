import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Question } from '../domain/question.ts';
import { Quiz } from '../domain/quiz.ts';

export const quizMapping = defineEntity({
  class: Quiz,
  schema: 'catalog',
  tableName: 'quizzes',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    questions: p.json().$type<readonly Question[]>(),
    passPercent: p.integer(),
    attempts: p.integer().nullable(),
    shuffled: p.boolean(),
  },
});
