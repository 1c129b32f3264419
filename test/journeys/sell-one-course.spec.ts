import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { mailsTo } from '../support/inbox.ts';
import { aLearner, anAdmin, anInstructor } from '../support/people.ts';

describe('Selling one course end to end', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  afterAll(() => azora.stop());

  it('takes a learner from sign-up to tokens, and every cent to its account', async () => {
    const [instructor, learner, admin] = await Promise.all([anInstructor(azora), aLearner(azora), anAdmin(azora)]);
    const course = await aPublishedCourse(instructor);

    const list = await azora.api.get('/api/courses/list');
    expect(list.body.items).toEqual([
      expect.objectContaining({ id: course.id, price: { amount: 4_999, currency: 'USD' } }),
    ]);

    const bought = await learner.api
      .once()
      .post('/api/courses/purchase', { courseId: course.id, paymentMethod: 'pm_card_visa' });
    expect(bought).toMatchObject({ status: 201, body: { courseId: course.id, paymentState: 'succeeded' } });

    await eventually(async () => (await learner.api.get('/api/courses/mine')).body.items[0]?.courseId === course.id);
    const { body: ledger } = await admin.api.get('/api/finance/ledger');
    expect(ledger.items).toEqual([
      { account: 'assets:stripe', currency: 'USD', balance: -4_824 },
      { account: 'clearing:stripe', currency: 'USD', balance: 0 },
      { account: 'expenses:stripe_fees', currency: 'USD', balance: -175 },
      { account: 'income:course_purchase', currency: 'USD', balance: 1_500 },
      { account: `payable:${instructor.id}`, currency: 'USD', balance: 3_499 },
    ]);

    for (const lessonId of course.lessonIds)
      await learner.api.post(`/api/courses/${course.id}/lessons/${lessonId}/complete`);
    const tokens = await eventually(async () => {
      const { body } = await learner.api.get('/api/tokens/balance');
      return body.available > 0 && body;
    });
    expect(tokens).toEqual({ available: 100, lifetime: 100 });

    const receipt = await eventually(async () =>
      (await mailsTo(learner.email)).find(({ subject }) => subject === 'Your receipt for 49.99 USD'),
    );
    const { body } = await learner.api.get(`/api/payments/${bought.body.paymentId}/receipt`);
    expect(receipt.text).toContain(`Receipt: ${body.number}
Payment: ${body.paymentId}`);
    expect(receipt.text).toContain(`${azora.environment.PUBLIC_URL}/payments/${body.paymentId}/receipt`);
    expect(body).toMatchObject({ payer: { email: learner.email }, paymentMethod: 'card' });
  });
});
