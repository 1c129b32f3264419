import { defineEntity, p } from '@mikro-orm/postgresql';
import { ConcurrentChange } from '../../kernel/domain/domain-error.ts';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { Attempt } from '../domain/attempt.ts';
import type { Mark } from '../domain/grade.ts';

export const attemptMapping = defineEntity({
  class: Attempt,
  schema: 'catalog',
  tableName: 'quiz_attempts',
  properties: {
    id: p.uuid().primary(),
    enrollmentId: p.uuid(),
    quizId: p.uuid(),
    number: p.integer(),
    marks: p.json().$type<readonly Mark[]>(),
    percent: p.integer(),
    submittedAt: p.datetime().columnType('timestamptz'),
  },
});

constraintGuards('quiz_attempts_numbered', () => new ConcurrentChange());
