import type { Database } from '../../kernel/persistence/database.ts';
import { QuizNotFound } from '../domain/quiz.errors.ts';
import type { Quiz } from '../domain/quiz.ts';

type StoredQuiz = Pick<Quiz, 'questions' | 'passPercent' | 'attempts' | 'shuffled'>;

const SQL = `
  select questions, pass_percent as "passPercent", attempts, shuffled from catalog.quizzes
  where id = $1 and course_id = $2`;

/** A quiz that a lesson of the course has or had. @throws QuizNotFound */
export async function quizOf(database: Database, courseId: string, quizId: string): Promise<StoredQuiz> {
  const [quiz] = await database.prepared<StoredQuiz>('quiz-of', SQL, [quizId, courseId]);
  if (!quiz) throw new QuizNotFound();
  return quiz;
}
