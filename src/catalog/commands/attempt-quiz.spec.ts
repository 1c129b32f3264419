import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import type { Answers } from '../domain/grade.ts';
import type { Question } from '../domain/question.ts';
import type { WrittenQuiz } from '../domain/write-quiz.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { GetProgress } from '../queries/get-progress.ts';
import { GetQuiz } from '../queries/get-quiz.ts';
import { aStoredCourseOnSale } from '../testing/commands.ts';
import { rightAnswersTo, WRITTEN_QUIZ } from '../testing/quizzes.ts';
import { AttemptQuiz } from './attempt-quiz.ts';
import { CompleteLesson } from './complete-lesson.ts';
import { PublishCourse } from './publish-course.ts';
import { StartPurchase } from './start-purchase.ts';
import { WriteQuiz } from './write-quiz.ts';

describe('A learner who attempts a quiz', () => {
  let azora: Azora;
  let commands: CommandBus;
  let queries: QueryBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [commands, queries] = [azora.app.get(CommandBus), azora.app.get(QueryBus)];
  });

  afterAll(() => azora.stop());

  /** A course of one lesson with a quiz, or two, and a learner in it. */
  async function aCourseWithQuizzes(quiz: Partial<WrittenQuiz> = {}, lessonCount = 1) {
    const { courseId, instructorId } = await aStoredCourseOnSale(azora, { price: Money.zero('USD'), lessonCount });
    const authored = () => queries.execute(new GetAuthoredCourse(courseId, instructorId));
    const publishQuizzes = async () => {
      for (const { id } of (await authored()).lessons)
        await commands.execute(new WriteQuiz(courseId, instructorId, id, { ...WRITTEN_QUIZ, ...quiz }));
      await commands.execute(new PublishCourse(courseId, instructorId));
      return (await authored()).lessons.map(lesson => ({
        lessonId: lesson.id,
        quizId: lesson.quiz?.id as string,
        right: rightAnswersTo(lesson.quiz?.questions as Question[]),
      }));
    };
    const quizzes = await publishQuizzes();
    const learnerId = newId();
    await commands.execute(new StartPurchase(newId(), courseId, learnerId));
    const attempt = (quizId: string, answers: Answers, operationId = newId()) =>
      commands.execute(new AttemptQuiz(operationId, courseId, quizId, learnerId, answers));
    const numbers = async (quizId: string) => {
      const sql = 'select number from catalog.quiz_attempts where quiz_id = $1 order by number';
      return (await rowsOf<{ number: number }>(azora, sql, [quizId])).map(({ number }) => number);
    };
    const progress = () => queries.execute(new GetProgress(courseId, learnerId));
    const told = async (type: string) =>
      (await eventsOf(azora, type)).filter(event => (event as { learnerId: string }).learnerId === learnerId);
    const [first] = quizzes as [(typeof quizzes)[0]];
    return { courseId, learnerId, quizzes, ...first, publishQuizzes, attempt, numbers, progress, told };
  }

  it('completes the lesson by passing, and by nothing else', async () => {
    const { courseId, learnerId, lessonId, quizId, right, attempt, progress, told } = await aCourseWithQuizzes();
    const complete = () => commands.execute(new CompleteLesson(courseId, lessonId, learnerId));
    await expect(complete()).rejects.toMatchObject({ code: 'quiz_not_passed', details: { quizId } });
    await attempt(quizId, {});
    expect(await progress()).toMatchObject({ completedLessons: 0, completedAt: null });
    const [wrong] = Object.keys(right) as [string];
    await attempt(quizId, { ...right, [wrong]: undefined as never });
    expect(await progress()).toMatchObject({ completedLessons: 1, schedule: [{ score: 80 }] });
    await complete();
    expect(await told('catalog.course_completed')).toEqual([
      { courseId, learnerId, lessons: 1, scores: [{ lessonId, percent: 80 }], days: 0 },
    ]);
  });

  it('keeps what it was passed with, whatever comes after', async () => {
    const { quizId, right, attempt, progress, told } = await aCourseWithQuizzes();
    await attempt(quizId, right);
    await attempt(quizId, {});
    expect(await progress()).toMatchObject({ percent: 100, schedule: [{ score: 100 }] });
    expect(await told('catalog.lesson_completed')).toHaveLength(1);
  });

  it('has as many attempts as there are, however many are sent at once', async () => {
    const { quizId, attempt, numbers } = await aCourseWithQuizzes({ attempts: 3 });
    const sent = await Promise.allSettled(Array.from({ length: 50 }, () => attempt(quizId, {})));
    expect(await numbers(quizId)).toEqual([1, 2, 3]);
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const outcome of sent)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'no_attempts_left' });
  });

  it('is held to that by the database too', async () => {
    const { courseId, quizId, learnerId } = await aCourseWithQuizzes({ attempts: 1 });
    const insert = (number: number) =>
      rowsOf(
        azora,
        `insert into catalog.quiz_attempts
         select $1, id, $2, $3, '[]', 0, now() from catalog.enrollments where course_id = $4 and learner_id = $5`,
        [newId(), quizId, number, courseId, learnerId],
      );
    await insert(1);
    await expect(insert(2)).rejects.toMatchObject({ constraint: 'quiz_attempts_allowed' });
    await expect(insert(1)).rejects.toMatchObject({ constraint: 'quiz_attempts_numbered' });
  });

  it('loses no attempt to a repeat, nor to an answer that does not fit', async () => {
    const { quizId, right, attempt, numbers } = await aCourseWithQuizzes({ attempts: 1 });
    await expect(attempt(quizId, { [newId()]: true })).rejects.toMatchObject({ code: 'answer_does_not_fit' });
    const operationId = newId();
    await Promise.all([attempt(quizId, right, operationId), attempt(quizId, right, operationId)]);
    await attempt(quizId, right, operationId);
    expect(await numbers(quizId)).toEqual([1]);
  });

  it('completes the course once when the last two quizzes are passed at the same moment', async () => {
    const { quizzes, attempt, progress, told } = await aCourseWithQuizzes({}, 2);
    await Promise.all([...quizzes, ...quizzes].map(({ quizId, right }) => attempt(quizId, right)));
    expect(await progress()).toMatchObject({ percent: 100 });
    expect(await told('catalog.lesson_completed')).toHaveLength(2);
    expect(await told('catalog.course_completed')).toMatchObject([{ lessons: 2, scores: [{}, {}] }]);
  });

  it('answers the quiz that learners have, and has all attempts again at one that is written anew', async () => {
    const { courseId, learnerId, quizId, attempt, publishQuizzes } = await aCourseWithQuizzes({ attempts: 1 });
    await attempt(quizId, {});
    const [anew] = await publishQuizzes();
    await expect(attempt(quizId, {})).rejects.toMatchObject({ code: 'quiz_not_found' });
    const quiz = await queries.execute(new GetQuiz(courseId, anew?.quizId ?? '', learnerId));
    expect(quiz).toMatchObject({ attempt: 1, attemptsLeft: 1 });
    await attempt(quiz.id, anew?.right ?? {});
  });

  it('needs to be enrolled', async () => {
    const { courseId, quizId } = await aCourseWithQuizzes();
    const stranger = new AttemptQuiz(newId(), courseId, quizId, newId(), {});
    await expect(commands.execute(stranger)).rejects.toMatchObject({ code: 'not_enrolled' });
  });
});
