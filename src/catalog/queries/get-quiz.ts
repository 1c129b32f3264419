import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { lessonsOf } from '../domain/curriculum.ts';
import { openingsOf } from '../domain/drip.ts';
import { LessonLocked } from '../domain/enrollment.errors.ts';
import type { Question } from '../domain/question.ts';
import { QuizNotFound } from '../domain/quiz.errors.ts';
import { shuffled } from '../domain/shuffle.ts';
import { placeOf } from './place-of.ts';
import type { quizView } from './quiz.view.ts';
import { quizOf } from './quiz-of.ts';

/** The questions of a learner's next attempt, without what is right. @throws NotEnrolled, QuizNotFound, LessonLocked */
export class GetQuiz extends Query<z.infer<typeof quizView>> {
  constructor(
    readonly courseId: string,
    readonly quizId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

@QueryHandler(GetQuiz)
export class GetQuizHandler implements IQueryHandler<GetQuiz> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, quizId, learnerId }: GetQuiz) {
    const place = await placeOf(this.database, courseId, learnerId);
    const lessons = lessonsOf(place.sections);
    const lesson = lessons.find(({ quiz }) => quiz?.id === quizId);
    if (!lesson) throw new QuizNotFound();
    const opening = openingsOf(lessons, place, this.clock.now()).get(lesson.id);
    if (opening && !opening.open) throw new LessonLocked(opening);

    const quiz = await quizOf(this.database, courseId, quizId);
    const before = await this.attemptsOf(place.enrollmentId, quizId);
    const seed = `${place.enrollmentId} ${before + 1}`;
    const inOrder = <Item extends { readonly id: string }>(items: readonly Item[]) =>
      quiz.shuffled ? shuffled(items, seed) : items;
    return {
      id: quizId,
      lessonId: lesson.id,
      passPercent: quiz.passPercent,
      attempt: before + 1,
      attemptsLeft: quiz.attempts && Math.max(0, quiz.attempts - before),
      questions: inOrder(quiz.questions).map(question => shown(question, inOrder)),
    };
  }

  private async attemptsOf(enrollmentId: string, quizId: string): Promise<number> {
    const sql = 'select count(*) from catalog.quiz_attempts where enrollment_id = $1 and quiz_id = $2';
    const [row] = await this.database.prepared<{ count: number }>('attempts-of', sql, [enrollmentId, quizId]);
    return row?.count ?? 0;
  }
}

/** Member by member, so that what is right can not slip in. */
function shown(
  question: Question,
  inOrder: <Item extends { readonly id: string }>(items: readonly Item[]) => readonly Item[],
) {
  const { id, kind, prompt, points } = question;
  const options = 'options' in question ? inOrder(question.options).map(({ id, text }) => ({ id, text })) : null;
  return { id, kind, prompt, points, options };
}
