import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { anEarning } from '../../billing/testing/payouts.ts';
import { aSale, expectReportsOfTheLedger, giveBack } from '../../billing/testing/sales.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { CompletePurchase } from '../commands/complete-purchase.ts';
import { courseEarningsPageView, courseSalePageView, dashboardView } from '../queries/earnings.view.ts';

const CSV = { accept: 'text/csv' };
const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('An instructor', () => {
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  beforeEach(async () => {
    instructor = await anInstructor(azora);
  });

  afterAll(() => azora.stop());

  async function aBuyerOf({ id: courseId }: PublishedCourse) {
    const learner = await aLearner(azora);
    const { body } = await learner.api
      .once()
      .post('/api/courses/purchase', { courseId, paymentMethod: 'pm_card_visa' });
    await azora.app.get(CommandBus).execute(new CompletePurchase(body.id));
    return { learner, paymentId: body.paymentId as string };
  }

  /** The instructor has a part of a sale of somebody's course. */
  const aPartOf = ({ id }: PublishedCourse, amount: number) =>
    aSale(
      azora,
      Money.of(4_999, 'USD'),
      [
        { payeeId: instructor.id, amount },
        { payeeId: newId(), amount: 500 },
      ],
      id,
    );

  const earnings = async (query = '', { api }: Person = instructor) =>
    courseEarningsPageView.parse((await api.get(`/api/instructors/me/earnings?${query}`)).body);

  const sales = async (query = '', { api }: Person = instructor) =>
    courseSalePageView.parse((await api.get(`/api/instructors/me/sales?${query}`)).body);

  const dashboard = async () => dashboardView.parse((await instructor.api.get('/api/instructors/me/dashboard')).body);

  const titleOf = async ({ id }: PublishedCourse) =>
    (await instructor.api.get(`/api/instructors/me/courses/${id}`)).body.title as string;

  it('sees what each course earned in a month, and what is left of it after a refund', async () => {
    const [sold, unsold] = [await aPublishedCourse(instructor), await aPublishedCourse(instructor)];
    const [{ paymentId }] = [await aBuyerOf(sold), await aBuyerOf(sold)];
    await giveBack(azora, paymentId, Money.of(1_000, 'USD'));
    const row = {
      month: azora.clock.now().toISOString().slice(0, 7),
      course: { id: sold.id, slug: sold.slug, title: await titleOf(sold) },
      sales: 2,
      ...{ gross: usd(9_998), refunds: usd(1_000), fees: usd(2_700), others: usd(0), share: usd(6_298) },
      ...{ held: usd(6_298), available: usd(0), paid: usd(0) },
    };
    expect(await earnings()).toEqual({ items: [row], nextCursor: null });
    expect((await earnings(`courseId=${unsold.id}`)).items).toEqual([]);
    await expectReportsOfTheLedger(azora, instructor.id);
  });

  it('sees each sale, and nothing of who bought', async () => {
    const course = await aPublishedCourse(instructor);
    const { learner, paymentId } = await aBuyerOf(course);
    const { items } = await sales();
    expect(items).toMatchObject([
      {
        paymentId,
        course: { id: course.id },
        gross: usd(4_999),
        refunds: usd(0),
        fees: usd(1_500),
        ...{ base: usd(4_999), basisPoints: 7_000, portion: 10_000 },
      },
    ]);
    for (const report of [items, (await earnings()).items, await dashboard()])
      for (const told of [learner.id, learner.email, 'Lea Learner']) expect(JSON.stringify(report)).not.toContain(told);
  });

  it('sees the sales of another’s course as far as they earned by them, and of others nothing', async () => {
    const course = await aPublishedCourse(await anInstructor(azora));
    await aBuyerOf(course);
    const filter = `courseId=${course.id}`;
    expect([(await earnings(filter)).items, (await sales(filter)).items]).toEqual([[], []]);
    await aPartOf(course, 1_000);
    const expected = [{ course: { id: course.id }, others: usd(500), share: usd(1_000) }];
    expect((await earnings(filter)).items).toMatchObject(expected);
    expect((await sales(filter)).items).toMatchObject(expected);
  });

  it('sees sales of what nobody knows any more', async () => {
    await anEarning(azora, instructor.id, 1_000);
    for (const page of [await earnings(), await sales()]) expect(page.items).toMatchObject([{ course: null }]);
    expect((await dashboard()).bestSellers).toEqual([]);
  });

  it('reads page by page what the table has at once', async () => {
    const courses = [await aPublishedCourse(instructor), await aPublishedCourse(instructor)];
    for (const _ of [1, 2]) {
      for (const course of courses) await aPartOf(course, 2_000);
      azora.clock.advance({ days: 31 });
    }
    for (const [list, read] of [
      ['earnings', earnings],
      ['sales', sales],
    ] as const) {
      const seen: { course: { id: string } | null }[] = [];
      for (let cursor = ''; ; ) {
        const page = await read(`limit=1${cursor && `&cursor=${cursor}`}`);
        seen.push(...page.items);
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(seen).toEqual((await read()).items);
      const table = await instructor.api.with(CSV).get(`/api/instructors/me/${list}?limit=1`);
      expect(table.headers.get('content-disposition')).toBe(`attachment; filename="${list}.csv"`);
      const [titles, ...lines] = table.body.trim().split('\r\n');
      expect(titles).toContain('gross,refunds,fees,others,share');
      expect(lines.map((line: string) => /[\da-f-]{36}(?=,Compilers)/.exec(line)?.[0])).toEqual(
        seen.map(({ course }) => course?.id),
      );
      expect(lines[0]).toContain('USD,49.99,0.00,24.99,5.00,20.00');
    }
  });

  it('takes the months and days between which they ask', async () => {
    const course = await aPublishedCourse(instructor);
    await aPartOf(course, 2_000);
    azora.clock.advance({ days: 31 });
    await aPartOf(course, 1_000);
    const today = azora.clock.now().toISOString().slice(0, 10);
    const month = today.slice(0, 7);
    const shares = ({ items }: { items: { share: { amount: number } }[] }) => items.map(({ share }) => share.amount);
    expect(shares(await earnings(`from=${month}`))).toEqual([1_000]);
    expect(shares(await earnings(`to=${month}`))).toEqual([1_000, 2_000]);
    expect(shares(await sales(`from=${today}`))).toEqual([1_000]);
    expect(shares(await sales(`to=${today}`))).toEqual([2_000]);
    expect(shares(await sales('currency=EUR'))).toEqual([]);
  });

  it('sees at a glance how the courses do', async () => {
    const [best, other] = [await aPublishedCourse(instructor, 4_999, 1), await aPublishedCourse(instructor)];
    const [{ learner }] = [await aBuyerOf(best), await aBuyerOf(best), await aBuyerOf(other)];
    const left = await aBuyerOf(other);
    await rowsOf(azora, 'update catalog.enrollments set ended_at = now() where learner_id = $1', [left.learner.id]);
    await learner.api.post(`/api/courses/${best.id}/lessons/${best.lessonIds[0]}/complete`);
    for (const rating of [4, 5]) {
      const { learner: reviewer } = await aBuyerOf(best);
      await reviewer.api.post(`/api/courses/${best.id}/lessons/${best.lessonIds[0]}/complete`);
      await reviewer.api.post(`/api/courses/${best.id}/reviews`, { rating, text: '' });
    }
    await instructor.api.post(`/api/courses/${other.id}/archive`);
    const { earned, teaching, bestSellers } = await dashboard();
    expect(teaching).toEqual({
      courses: { draft: 0, inReview: 0, published: 1, archived: 1 },
      ...{ enrollments: 5, completions: 3, rating: { average: 4.5, count: 2 } },
    });
    expect(bestSellers.map(({ course, sales: sold }) => [course.id, sold])).toEqual([
      [best.id, 4],
      [other.id, 2],
    ]);
    expect(earned).toMatchObject([
      {
        currency: 'USD',
        allTime: { sales: 6, gross: usd(29_994), share: usd(20_994) },
        balance: { held: usd(20_994) },
      },
    ]);
    expect(earned[0]?.thisMonth).toEqual(earned[0]?.allTime);
    azora.clock.advance({ days: 62 });
    const later = await dashboard();
    expect(later.bestSellers).toEqual([]);
    expect(later.earned[0]).toMatchObject({
      thisMonth: { sales: 0, share: usd(0) },
      balance: { available: usd(20_994) },
    });
  });

  it('who has nothing yet sees just that', async () => {
    expect([(await earnings()).items, (await sales()).items]).toEqual([[], []]);
    expect(await dashboard()).toEqual({
      earned: [],
      teaching: {
        courses: { draft: 0, inReview: 0, published: 0, archived: 0 },
        ...{ enrollments: 0, completions: 0, rating: { average: null, count: 0 } },
      },
      bestSellers: [],
    });
  });
});
