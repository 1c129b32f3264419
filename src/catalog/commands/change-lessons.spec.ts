import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { GetLearning } from '../queries/get-learning.ts';
import { GetProgress } from '../queries/get-progress.ts';
import { aStoredCourseOnSale } from '../testing/commands.ts';
import { WRITTEN_QUIZ } from '../testing/quizzes.ts';
import { AddLesson } from './add-lesson.ts';
import { ArrangeCourse } from './arrange-course.ts';
import { CompleteLesson } from './complete-lesson.ts';
import { PublishCourse } from './publish-course.ts';
import { RemoveLesson } from './remove-lesson.ts';
import { RewriteLesson } from './rewrite-lesson.ts';
import { StartPurchase } from './start-purchase.ts';
import { WriteQuiz } from './write-quiz.ts';

const LESSON = { title: 'New', body: '# New', preview: false };

describe('The author of a course that is on sale', () => {
  let azora: Azora;
  let commands: CommandBus;
  let queries: QueryBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [commands, queries] = [azora.app.get(CommandBus), azora.app.get(QueryBus)];
  });

  afterAll(() => azora.stop());

  /** With a learner in it. */
  async function aCourse() {
    const { courseId, instructorId } = await aStoredCourseOnSale(azora, { price: Money.zero('USD') });
    const learnerId = newId();
    await commands.execute(new StartPurchase(newId(), courseId, learnerId));
    const drafted = () => queries.execute(new GetAuthoredCourse(courseId, instructorId));
    const learned = () => queries.execute(new GetLearning(courseId, learnerId));
    const publish = () => commands.execute(new PublishCourse(courseId, instructorId));
    const complete = async (lessonId = '') => {
      await commands.execute(new CompleteLesson(courseId, lessonId, learnerId));
      return queries.execute(new GetProgress(courseId, learnerId));
    };
    return { courseId, instructorId, learnerId, drafted, learned, publish, complete };
  }

  it('changes everything at once for learners, and they keep their place', async () => {
    const { courseId, instructorId, drafted, learned, publish, complete } = await aCourse();
    const before = await learned();
    const [first, second] = before.lessons;
    await complete(first?.id);
    const [section] = (await drafted()).sections;

    await commands.execute(new AddLesson(courseId, instructorId, section?.id ?? '', LESSON));
    await commands.execute(new RewriteLesson(courseId, instructorId, first?.id ?? '', { ...LESSON, title: 'Anew' }));
    await commands.execute(new RemoveLesson(courseId, instructorId, second?.id ?? ''));
    expect((await learned()).lessons.map(({ title }) => title)).toEqual(before.lessons.map(({ title }) => title));
    expect(await drafted()).toMatchObject({ edited: true, release: 1 });

    await publish();
    expect((await learned()).lessons).toMatchObject([
      { id: first?.id, title: 'Anew', html: '<h1>New</h1>\n', completed: true },
      { title: 'New', completed: false },
    ]);
    expect(await drafted()).toMatchObject({ edited: false, release: 2 });
  });

  it('does not keep learners from completing it by dropping the lesson that they lack', async () => {
    const { courseId, instructorId, learnerId, learned, publish, complete } = await aCourse();
    const [first, second] = (await learned()).lessons;
    await complete(first?.id);
    await commands.execute(new RemoveLesson(courseId, instructorId, second?.id ?? ''));
    await publish();
    expect(await complete(first?.id)).toMatchObject({
      completedLessons: 1,
      lessons: 1,
      completedAt: expect.any(String),
    });
    expect(await eventsOf(azora, 'catalog.course_completed')).toContainEqual(
      expect.objectContaining({ courseId, learnerId }),
    );
  });

  it('moves lessons between sections, old and new', async () => {
    const { courseId, instructorId, drafted } = await aCourse();
    const { lessons, sections } = await drafted();
    const [one, two] = lessons.map(({ id, title, preview }) => ({ id, title, preview }));
    const arranged = [
      { title: 'Before', lessons: [two as NonNullable<typeof two>] },
      { id: sections[0]?.id as string, title: 'After', lessons: [one as NonNullable<typeof one>] },
    ];
    await commands.execute(new ArrangeCourse(courseId, instructorId, arranged));
    const after = await drafted();
    expect(after.sections.map(({ title }) => title)).toEqual(['Before', 'After']);
    expect(after.lessons.map(({ id, sectionId }) => [id, sectionId])).toEqual([
      [two?.id, after.sections[0]?.id],
      [one?.id, sections[0]?.id],
    ]);
  });

  it('leaves nothing of what was written anew before learners had it, and all of what they ever had', async () => {
    const { courseId, instructorId, learned, publish } = await aCourse();
    const kept = async () => {
      const sql = (table: string) => `select id from catalog.${table} where course_id = $1`;
      return [await rowsOf(azora, sql('lesson_texts'), [courseId]), await rowsOf(azora, sql('quizzes'), [courseId])];
    };
    const counts = async () => (await kept()).map(({ length }) => length);
    const [first, second] = (await learned()).lessons.map(({ id }) => id) as [string, string];
    const [released] = await kept();
    const rewrite = async () => {
      await commands.execute(new RewriteLesson(courseId, instructorId, first, LESSON));
      await commands.execute(new WriteQuiz(courseId, instructorId, second, WRITTEN_QUIZ));
    };
    for (let time = 0; time < 3; time += 1) await rewrite();
    expect(await counts()).toEqual([3, 1]);
    await publish();
    await rewrite();
    await commands.execute(new RemoveLesson(courseId, instructorId, second));
    expect(await counts()).toEqual([4, 1]);
    expect((await kept())[0]).toEqual(expect.arrayContaining(released as object[]));
    await publish();
    await commands.execute(new ArrangeCourse(courseId, instructorId, []));
    expect(await counts()).toEqual([4, 1]);
  });

  it('is refused what is not theirs, and nothing of it is kept', async () => {
    const { courseId, drafted } = await aCourse();
    const before = await drafted();
    const lessonId = before.lessons[0]?.id ?? '';
    for (const command of [
      new AddLesson(courseId, newId(), before.sections[0]?.id ?? '', LESSON),
      new RewriteLesson(courseId, newId(), lessonId, LESSON),
      new RemoveLesson(courseId, newId(), lessonId),
      new ArrangeCourse(courseId, newId(), []),
    ])
      await expect(commands.execute(command)).rejects.toMatchObject({ code: 'course_not_found' });
    expect(await drafted()).toEqual(before);
  });
});
