import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { Attempt } from '../domain/attempt.ts';
import { lessonsOf } from '../domain/curriculum.ts';
import { QuizNotFound } from '../domain/quiz.errors.ts';
import { ATTEMPT_COLUMNS, attemptFrom } from './attempt-row.ts';
import { placeOf } from './place-of.ts';
import type { attemptPageView } from './quiz.view.ts';
import { quizOf } from './quiz-of.ts';

/** Each row tells all that was asked, which may be hundreds of kilobytes. */
const MOST = 10;

/** The sort key is the number of the attempt: latest first. */
export const attemptsQuery = pageQuery(z.int32().min(1), MOST);

/** A learner's attempts at a quiz. @throws NotEnrolled, QuizNotFound */
export class ListAttempts extends Query<z.infer<typeof attemptPageView>> {
  constructor(
    readonly courseId: string,
    readonly quizId: string,
    readonly learnerId: string,
    readonly page: z.infer<typeof attemptsQuery>,
  ) {
    super();
  }
}

const SQL = `
  select ${ATTEMPT_COLUMNS} from catalog.quiz_attempts a
  where a.enrollment_id = $1 and a.quiz_id = $2 and a.number < $3 order by a.number desc limit $4`;

const LAST = 2_147_483_647;

@QueryHandler(ListAttempts)
export class ListAttemptsHandler implements IQueryHandler<ListAttempts> {
  constructor(private readonly database: Database) {}

  async execute({ courseId, quizId, learnerId, page: { limit, cursor = LAST } }: ListAttempts) {
    const { enrollmentId, sections } = await placeOf(this.database, courseId, learnerId);
    const quiz = await quizOf(this.database, courseId, quizId);
    const values = [enrollmentId, quizId, cursor, limit + 1];
    const rows = await this.database.prepared<Attempt>('list-attempts', SQL, values);
    // A quiz that was written anew keeps its attempts; one that is only drafted is not there yet.
    const isThere = rows.length > 0 || lessonsOf(sections).some(lesson => lesson.quiz?.id === quizId);
    if (!isThere) throw new QuizNotFound();
    const { items, nextCursor } = pageOf(rows, limit, ({ number }) => number);
    return { items: items.map(attempt => attemptFrom(attempt, quiz)), nextCursor };
  }
}
