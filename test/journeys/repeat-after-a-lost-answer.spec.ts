import { Database } from '../../src/kernel/persistence/database.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

describe('A process that died before it could answer', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  afterAll(() => azora.stop());

  it('leaves a purchase that the same request finds done, and another request finds owned', async () => {
    const [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    const course = await aPublishedCourse(instructor);
    const purchase = { courseId: course.id, paymentMethod: 'pm_card_visa' };
    const first = await learner.api.once('the-key').post('/api/courses/purchase', purchase);
    await eventually(async () => (await learner.api.get('/api/courses/mine')).body.items.length === 1);

    await forgetTheAnswer(learner);
    const repeated = await learner.api.once('the-key').post('/api/courses/purchase', purchase);
    expect(repeated).toMatchObject({ status: 201, body: { id: first.body.id, paymentState: 'succeeded' } });
    expect(azora.stripe.store.all('charge')).toHaveLength(1);

    const another = await learner.api.once('another-key').post('/api/courses/purchase', purchase);
    expect(another).toMatchObject({ status: 409, body: { code: 'course_already_owned' } });
  });

  it('leaves a decline that the same request hears of again, and another request tries anew', async () => {
    const [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    const { id: courseId } = await aPublishedCourse(instructor);
    const purchase = { courseId, paymentMethod: 'pm_card_chargeDeclined' };
    const before = attempts();
    const first = await learner.api.once('the-key').post('/api/courses/purchase', purchase);
    expectProblem(first, 402, 'payment_declined');

    await forgetTheAnswer(learner);
    const repeated = await learner.api.once('the-key').post('/api/courses/purchase', purchase);
    expectProblem(repeated, 402, 'payment_declined');
    expect(repeated.body.paymentId).toBe(first.body.paymentId);
    expect(attempts()).toBe(before + 1);

    const another = { courseId, paymentMethod: 'pm_card_visa' };
    const bought = await learner.api.once('another-key').post('/api/courses/purchase', another);
    expect(bought).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(bought.body.paymentId).not.toBe(first.body.paymentId);
    expect(attempts()).toBe(before + 2);
  });

  /** How often the provider was asked for money. */
  function attempts(): number {
    return azora.stripe.store.all('payment_intent').length;
  }

  async function forgetTheAnswer({ id }: Person): Promise<void> {
    await azora.app
      .get(Database)
      .pool.query(
        'update kernel.idempotency_keys set status = null, body = null, leased_until = now() where principal = $1',
        [id],
      );
  }
});
