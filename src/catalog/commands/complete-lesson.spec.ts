import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { GetProgress } from '../queries/get-progress.ts';
import { aStoredCourseOnSale } from '../testing/commands.ts';
import { CompleteLesson } from './complete-lesson.ts';
import { StartPurchase } from './start-purchase.ts';

describe('A learner who completes lessons', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  async function anEnrolledLearner(lessonCount: number) {
    const { courseId } = await aStoredCourseOnSale(azora, { price: Money.zero('USD'), lessonCount });
    const learnerId = newId();
    await commands.execute(new StartPurchase(newId(), courseId, learnerId));
    const lessons = await rowsOf<{ id: string }>(
      azora,
      'select l.id from catalog.courses c, catalog.lessons_of(c.sections) l where c.id = $1 order by l.place',
      [courseId],
    );
    const lessonIds = lessons.map(({ id }) => id);
    const complete = async (lessonId = '') => {
      await commands.execute(new CompleteLesson(courseId, lessonId, learnerId));
      return azora.app.get(QueryBus).execute(new GetProgress(courseId, learnerId));
    };
    const told = async (type: string) =>
      (await eventsOf(azora, type)).filter(event => (event as { learnerId: string }).learnerId === learnerId);
    return { courseId, learnerId, lessonIds, complete, told };
  }

  it('makes progress with each and completes the course with the last', async () => {
    const { courseId, learnerId, lessonIds, complete, told } = await anEnrolledLearner(2);
    const [first, last] = lessonIds;
    expect(await complete(first)).toMatchObject({ completedLessons: 1, lessons: 2, percent: 50, completedAt: null });
    expect(await complete(last)).toMatchObject({
      completedLessons: 2,
      percent: 100,
      completedAt: expect.stringMatching(/Z$/),
      schedule: [first, last].map(lessonId => ({ lessonId, open: true, completedAt: expect.stringMatching(/Z$/) })),
    });
    expect(await told('catalog.lesson_completed')).toEqual([
      { courseId, learnerId, lessonId: first },
      { courseId, learnerId, lessonId: last },
    ]);
    expect(await told('catalog.course_completed')).toEqual([{ courseId, learnerId, lessons: 2, scores: [], days: 0 }]);
  });

  it('counts each once, also when all are said at the same moment, many times over', async () => {
    const { lessonIds, complete, told } = await anEnrolledLearner(3);
    await Promise.all([...lessonIds, ...lessonIds, ...lessonIds].map(complete));
    expect(await complete(lessonIds[0])).toMatchObject({ completedLessons: 3, lessons: 3 });
    expect(await told('catalog.lesson_completed')).toHaveLength(3);
    expect(await told('catalog.course_completed')).toHaveLength(1);
  });

  it('needs to be enrolled, and the lesson to be of the course', async () => {
    const { courseId, lessonIds, complete, told } = await anEnrolledLearner(1);
    await expect(complete(newId())).rejects.toMatchObject({ code: 'lesson_not_found' });
    const stranger = new CompleteLesson(courseId, lessonIds[0] ?? '', newId());
    await expect(commands.execute(stranger)).rejects.toMatchObject({ code: 'not_enrolled' });
    expect(await told('catalog.lesson_completed')).toEqual([]);
  });
});
