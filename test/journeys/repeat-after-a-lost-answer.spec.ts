import { Database } from '../../src/kernel/persistence/database.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../support/people.ts';

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

  async function forgetTheAnswer({ id }: Person): Promise<void> {
    await azora.app
      .get(Database)
      .pool.query(
        'update kernel.idempotency_keys set status = null, body = null, leased_until = now() where principal = $1',
        [id],
      );
  }
});
