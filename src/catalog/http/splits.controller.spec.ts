import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { anAdmin, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { agreementView, splitView } from '../queries/split.view.ts';

const DAY = 86_400_000;

describe('Another split', () => {
  let azora: Azora;
  let admin: Person;
  let author: Person;
  let id: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  beforeEach(async () => {
    author = await anInstructor(azora);
    ({ id } = await aPublishedCourse(author));
  });

  afterAll(() => azora.stop());

  async function agree(basisPoints: number, scope: 'course' | 'instructor' = 'course', from?: Date, courseId = id) {
    const answer = await admin.api.post(`/api/admin/courses/${courseId}/split`, { basisPoints, for: scope, from });
    return { ...answer, agreement: answer.status === 201 ? agreementView.parse(answer.body) : undefined };
  }

  const inDays = (days: number) => new Date(azora.clock.now().getTime() + days * DAY);

  async function split(courseId = id, query = '') {
    return splitView.parse((await admin.api.get(`/api/admin/courses/${courseId}/split${query}`)).body);
  }

  const ownerReads = async () => (await author.api.get(`/api/instructors/me/courses/${id}`)).body.basisPoints;

  it('is 70 % until something is agreed, which holds at once, for the owner to see', async () => {
    expect(await split()).toEqual({ basisPoints: 7_000, holds: null, items: [], nextCursor: null });
    expect(await ownerReads()).toBe(7_000);
    const { agreement } = await agree(8_000);
    expect(agreement).toMatchObject({ for: 'course', basisPoints: 8_000, setBy: admin.id });
    expect(await split()).toEqual({ basisPoints: 8_000, holds: agreement, items: [agreement], nextCursor: null });
    expect(await ownerReads()).toBe(8_000);
  });

  it('holds from its date on, until the next', async () => {
    const { agreement: next } = await agree(9_000, 'course', inDays(10));
    const { agreement: now } = await agree(8_000);
    expect(await split()).toMatchObject({ basisPoints: 8_000, holds: now, items: [next, now] });
    azora.clock.advance({ days: 11 });
    expect(await split()).toMatchObject({ basisPoints: 9_000, holds: next });
  });

  it('of a course beats that of its owner, which holds for the courses without one', async () => {
    const { id: other } = await aPublishedCourse(author);
    const { id: foreign } = await aPublishedCourse(await anInstructor(azora));
    const { agreement: own } = await agree(5_000, 'course');
    const { agreement: all } = await agree(7_500, 'instructor');
    expect(await split()).toMatchObject({ basisPoints: 5_000, holds: own, items: [all, own] });
    expect(await split(other)).toMatchObject({ basisPoints: 7_500, holds: all, items: [all] });
    expect(await split(foreign)).toMatchObject({ basisPoints: 7_000, holds: null, items: [] });
  });

  it('that begins at the same moment as another is the one that was set last', async () => {
    const from = inDays(1);
    const [first, second] = [await agree(6_000, 'course', from), await agree(6_500, 'course', from)];
    azora.clock.advance({ days: 2 });
    const { holds, items } = await split();
    expect(holds).toEqual(second.agreement);
    expect(items).toEqual([second.agreement, first.agreement]);
  });

  it('that is agreed again changes nothing, and is answered as it stands', async () => {
    const { agreement } = await agree(8_000);
    const from = inDays(3);
    const { agreement: later } = await agree(8_000, 'course', from);
    expect(await agree(8_000)).toMatchObject({ status: 201, agreement });
    expect(await agree(8_000, 'course', from)).toMatchObject({ status: 201, agreement: later });
    expect((await split()).items).toEqual([later, agreement]);
  });

  it('holds from its date on, though the same part was agreed before and another is agreed for between', async () => {
    const { agreement } = await agree(8_000);
    const { agreement: later } = await agree(8_000, 'course', inDays(3));
    expect(later).not.toEqual(agreement);
    const { agreement: between } = await agree(6_000, 'course', inDays(1));
    azora.clock.advance({ days: 2 });
    expect(await split()).toMatchObject({ basisPoints: 6_000, holds: between });
    azora.clock.advance({ days: 2 });
    expect(await split()).toMatchObject({ basisPoints: 8_000, holds: later });
  });

  it.each(['course', 'instructor'] as const)('that is agreed for the %s many times at once is one', async scope => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => agree(8_000, scope)));
    const { items } = await split();
    expect(items).toHaveLength(1);
    expect(answers.map(({ agreement }) => agreement)).toEqual(answers.map(() => items[0]));
  });

  it.each([-1, 5 * 366])('can not begin %i days from now', async days => {
    const { body, ...answer } = await agree(8_000, 'course', inDays(days));
    expectProblem({ body, ...answer }, 400, 'agreement_out_of_time');
    expect(new Date(body.earliest).getTime()).toBeLessThan(new Date(body.latest).getTime());
    expect((await split()).items).toEqual([]);
  });

  it('is listed page by page, what begins last first', async () => {
    const all = [];
    for (const days of [1, 2, 3]) all.unshift((await agree(8_000 + days, 'course', inDays(days))).agreement);
    const first = await split(id, '?limit=2');
    expect(first.items).toEqual(all.slice(0, 2));
    const second = await split(id, `?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: all.slice(2), nextCursor: null });
  });

  it('is for a course that there is', async () => {
    const nothing = '00000000-0000-7000-8000-000000000000';
    expectProblem(await agree(8_000, 'course', undefined, nothing), 404, 'course_not_found');
    expectProblem(await admin.api.get(`/api/admin/courses/${nothing}/split`), 404, 'course_not_found');
  });

  it('is in the audit log, once', async () => {
    await agree(8_000, 'instructor');
    await agree(8_000, 'instructor');
    const sql = `select on_behalf_of, actor from identity.audit_log where action = 'catalog.split_agreed' and subject = $1`;
    const acts = await rowsOf(azora, sql, [`user:${author.id}`]);
    expect(acts).toEqual([{ on_behalf_of: author.id, actor: `user:${admin.id}` }]);
  });

  it.each([
    ['changed', 'update catalog.agreements set basis_points = 1'],
    ['taken away', 'delete from catalog.agreements'],
    ['emptied', 'truncate catalog.agreements'],
  ])('is not %s in the database', async (_, statement) => {
    await agree(8_000);
    await expect(rowsOf(azora, statement)).rejects.toMatchObject({ code: 'AZ007' });
  });

  it('is among what its instructor can take with them', async () => {
    await agree(8_000, 'course');
    await agree(7_500, 'instructor');
    const { body } = await author.api.get('/api/me/export');
    const agreed = expect.objectContaining({ from: expect.any(String), setAt: expect.any(String) });
    expect(body.sections.catalog.splitAgreements).toEqual([agreed, agreed]);
    expect(body.sections.catalog.splitAgreements).toMatchObject([
      { courseId: id, basisPoints: 8_000 },
      { courseId: null, basisPoints: 7_500 },
    ]);
  });
});
