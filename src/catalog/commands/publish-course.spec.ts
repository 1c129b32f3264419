import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { aStoredCourseOnSale, aStoredDraft } from '../testing/commands.ts';
import { anOffer } from '../testing/courses.ts';
import { ApproveCourse } from './approve-course.ts';
import { PublishCourse } from './publish-course.ts';
import { ReviseCourse } from './revise-course.ts';

describe('An instructor', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  async function theCourse(courseId: string) {
    const [row] = await rowsOf<{ state: string; title: string; price_amount: number; version: number }>(
      azora,
      'select state, title, price_amount, price_currency, version, published_at from catalog.courses where id = $1',
      [courseId],
    );
    return row;
  }

  const releasesOf = (courseId: string) =>
    rowsOf(azora, 'select number from catalog.releases where course_id = $1', [courseId]);

  async function told(type: string, courseId: string): Promise<object[]> {
    return (await eventsOf(azora, type)).filter(event => (event as { courseId: string }).courseId === courseId);
  }

  it('publishes a draft, and the event is committed with it', async () => {
    const { courseId, instructorId } = await aStoredDraft(azora);
    expect(await theCourse(courseId)).toMatchObject({ state: 'draft', published_at: null, version: 1 });
    await commands.execute(new PublishCourse(courseId, instructorId));
    expect(await theCourse(courseId)).toMatchObject({ state: 'published', published_at: expect.any(Date), version: 2 });
    expect(await told('catalog.course_published', courseId)).toEqual([{ courseId, instructorId }]);
  });

  it('publishes it a second time without any effect', async () => {
    const { courseId, instructorId } = await aStoredCourseOnSale(azora);
    const before = await theCourse(courseId);
    await commands.execute(new PublishCourse(courseId, instructorId));
    expect(await theCourse(courseId)).toEqual(before);
    expect(await told('catalog.course_published', courseId)).toHaveLength(1);
  });

  it('publishes it once, however often the button is pressed at the same moment', async () => {
    for (const { courseId, instructorId } of await Promise.all([1, 2, 3, 4].map(() => aStoredDraft(azora)))) {
      await Promise.all(Array.from({ length: 8 }, () => commands.execute(new PublishCourse(courseId, instructorId))));
      expect(await told('catalog.course_published', courseId)).toHaveLength(1);
      expect(await releasesOf(courseId)).toEqual([{ number: 1 }]);
    }
  });

  it('has one release of what several approve at the same moment', async () => {
    const { courseId, instructorId } = await aStoredDraft(azora);
    await rowsOf(azora, 'update catalog.courses set submitted_at = now() where id = $1', [courseId]);
    const approved = await Promise.allSettled(
      Array.from({ length: 8 }, () => commands.execute(new ApproveCourse(courseId, undefined))),
    );
    expect(approved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of approved)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'course_not_in_review' });
    expect(await releasesOf(courseId)).toEqual([{ number: 1 }]);
    expect(await told('catalog.course_published', courseId)).toEqual([{ courseId, instructorId }]);
  });

  it('does not publish a draft without lessons: neither state nor event remains', async () => {
    const { courseId, instructorId } = await aStoredDraft(azora, { lessonCount: 0 });
    await expect(commands.execute(new PublishCourse(courseId, instructorId))).rejects.toMatchObject({
      code: 'course_has_no_lessons',
    });
    expect(await theCourse(courseId)).toMatchObject({ state: 'draft' });
    expect(await told('catalog.course_published', courseId)).toEqual([]);
  });

  it("finds neither another instructor's course nor one that nobody has", async () => {
    const { courseId } = await aStoredDraft(azora);
    for (const command of [
      new PublishCourse(courseId, newId()),
      new PublishCourse(newId(), newId()),
      new ReviseCourse(courseId, newId(), anOffer()),
    ])
      await expect(commands.execute(command)).rejects.toMatchObject({ code: 'course_not_found' });
    expect(await theCourse(courseId)).toMatchObject({ state: 'draft', version: 1 });
  });

  it('revises a course on sale, which says so; a draft stays quiet', async () => {
    const offer = anOffer({ title: 'Interpreters', price: Money.of(1_250, 'KWD') });
    const onSale = await aStoredCourseOnSale(azora);
    const draft = await aStoredDraft(azora);
    for (const { courseId, instructorId } of [onSale, draft]) {
      await commands.execute(new ReviseCourse(courseId, instructorId, offer));
      expect(await theCourse(courseId)).toMatchObject({
        title: 'Interpreters',
        price_amount: 1_250,
        price_currency: 'KWD',
      });
    }
    expect(await told('catalog.course_revised', onSale.courseId)).toEqual([{ courseId: onSale.courseId }]);
    expect(await told('catalog.course_revised', draft.courseId)).toEqual([]);
  });

  it('takes each of the revisions that are saved at the same moment, one after the other', async () => {
    const { courseId, instructorId } = await aStoredDraft(azora);
    const titles = ['One', 'Two', 'Three', 'Four'];
    await Promise.all(
      titles.map(title => commands.execute(new ReviseCourse(courseId, instructorId, anOffer({ title })))),
    );
    expect((await theCourse(courseId))?.version).toBe(1 + titles.length);
  });
});
