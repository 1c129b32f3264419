import { Azora } from '../support/azora.ts';
import { faultsInBooks } from '../support/books.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anAdmin, anInstructor, PASSWORD, type Person } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

/** Three teach a course, of which 80 % is agreed to be theirs after a declared fee of 2.9 % and 0.30 USD. */
describe('A course of three instructors', () => {
  let azora: Azora;
  let admin: Person;
  let owner: Person;
  let second: Person;
  let third: Person;
  let courseId: string;
  let paymentId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { SPLIT_AFTER_FEES: 'USD:290+30' } });
    const instructors = Promise.all([anInstructor(azora), anInstructor(azora), anInstructor(azora)]);
    [[owner, second, third], admin] = await Promise.all([instructors, anAdmin(azora)]);
    courseId = (await aPublishedCourse(owner)).id;
  });

  afterEach(async () => {
    expect(await faultsInBooks(azora)).toEqual([]);
  });
  afterAll(() => azora.stop());

  async function sell(): Promise<string> {
    const { api } = await aLearner(azora);
    const { body } = await api.once().post('/api/courses/purchase', { courseId, paymentMethod: 'pm_card_visa' });
    expect(body.paymentState).toBe('succeeded');
    return body.paymentId;
  }

  function earningsOf(id: string) {
    return rowsOf(
      azora,
      `select payee_id, sale, base, basis_points, portion, amount, reversed from billing.earnings
       where payment_id = $1 order by amount desc`,
      [id],
    );
  }

  async function ledger(): Promise<Record<string, number>> {
    const { body } = await admin.api.get('/api/finance/ledger?limit=100');
    return Object.fromEntries(
      body.items.map((item: { account: string; balance: number }) => [item.account, item.balance]),
    );
  }

  it('is sold as it was agreed, to the last cent, and each earning tells how it came about', async () => {
    const instructors = [
      { instructorId: third.id, portion: 1_666 },
      { instructorId: owner.id, portion: 5_001 },
      { instructorId: second.id, portion: 3_333 },
    ];
    expect((await owner.api.put(`/api/courses/${courseId}/instructors`, { instructors })).status).toBe(200);
    await admin.api.post(`/api/admin/courses/${courseId}/split`, { basisPoints: 8_000, for: 'course' });
    paymentId = await sell();
    const of = { sale: 4_999, base: 4_825, basis_points: 8_000, reversed: 0 };
    expect(await earningsOf(paymentId)).toEqual([
      { payee_id: owner.id, portion: 5_001, amount: 1_931, ...of },
      { payee_id: second.id, portion: 3_333, amount: 1_286, ...of },
      { payee_id: third.id, portion: 1_666, amount: 643, ...of },
    ]);
    expect(await ledger()).toMatchObject({
      [`payable:${owner.id}`]: 1_931,
      [`payable:${second.id}`]: 1_286,
      [`payable:${third.id}`]: 643,
      'income:course_purchase': 1_139,
    });
  });

  it('takes from each in proportion what is given back of it', async () => {
    const refund = { paymentId, amount: 1_000, reason: 'requested_by_customer' };
    expect((await admin.api.once().post('/api/payments/refund', refund)).body.state).toBe('succeeded');
    expect(await earningsOf(paymentId)).toMatchObject([{ reversed: 386 }, { reversed: 257 }, { reversed: 129 }]);
    expect(await ledger()).toMatchObject({
      [`payable:${owner.id}`]: 1_545,
      [`payable:${second.id}`]: 1_029,
      [`payable:${third.id}`]: 514,
      'income:course_purchase': 911,
    });
  });

  it('is told to who takes their data with them, and leaves their portion to the owner when they are erased', async () => {
    const { body } = await third.api.get('/api/me/export');
    expect(body.sections.catalog.taughtCourses).toEqual([{ id: courseId, title: expect.any(String), portion: 1_666 }]);
    expect((await third.api.send('DELETE', '/api/me', { password: PASSWORD })).status).toBe(200);
    const course = await eventually(async () => {
      const answer = await owner.api.get(`/api/instructors/me/courses/${courseId}`);
      return answer.body.instructors.length === 2 && answer.body;
    });
    expect(course.instructors).toEqual([
      { instructorId: owner.id, portion: 6_667 },
      { instructorId: second.id, portion: 3_333 },
    ]);
    expect(await earningsOf(await sell())).toMatchObject([
      { payee_id: owner.id, portion: 6_667, amount: 2_574 },
      { payee_id: second.id, portion: 3_333, amount: 1_286 },
    ]);
    expect(await earningsOf(paymentId)).toHaveLength(3);
  });
});
