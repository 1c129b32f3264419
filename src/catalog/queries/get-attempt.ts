import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import type { Attempt } from '../domain/attempt.ts';
import { QuizNotFound } from '../domain/quiz.errors.ts';
import { ATTEMPT_COLUMNS, attemptFrom } from './attempt-row.ts';
import type { attemptView } from './quiz.view.ts';
import { quizOf } from './quiz-of.ts';

/** @throws QuizNotFound */
export class GetAttempt extends Query<z.infer<typeof attemptView>> {
  constructor(
    readonly courseId: string,
    readonly attemptId: string,
  ) {
    super();
  }
}

const SQL = `select ${ATTEMPT_COLUMNS} from catalog.quiz_attempts a where a.id = $1`;

@QueryHandler(GetAttempt)
export class GetAttemptHandler implements IQueryHandler<GetAttempt> {
  constructor(private readonly database: Database) {}

  async execute({ courseId, attemptId }: GetAttempt) {
    const [attempt] = await this.database.prepared<Attempt>('get-attempt', SQL, [attemptId]);
    if (!attempt) throw new QuizNotFound();
    return attemptFrom(attempt, await quizOf(this.database, courseId, attempt.quizId));
  }
}
