import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anAdmin, anInstructor } from '../support/people.ts';

describe('A payment that is heard of', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  it.each([
    { turn: 'twice', fault: 'doubled' as const },
    { turn: "before the API's answer", fault: 'before_answer' as const },
    { turn: 'in another order', fault: 'reordered' as const },
  ])('$turn is booked once', async ({ fault }) => {
    azora.stripe.faults.add({ fault, on: '*' });
    const [instructor, learner, admin] = await Promise.all([anInstructor(azora), aLearner(azora), anAdmin(azora)]);
    const course = await aPublishedCourse(instructor, 2_000);
    const before = azora.stripe.store.all('charge').length;

    const bought = await learner.api
      .once()
      .post('/api/courses/purchase', { courseId: course.id, paymentMethod: 'pm_card_visa' });
    expect(bought).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });

    await eventually(async () => (await learner.api.get('/api/courses/mine')).body.items.length === 1);
    await eventually(() => azora.stripe.store.all('delivery').every(delivery => delivery.state === 'delivered'));
    expect(azora.stripe.store.all('charge')).toHaveLength(before + 1);
    const { body } = await admin.api.get('/api/finance/ledger');
    expect(body.items).toContainEqual({ account: `payable:${instructor.id}`, currency: 'USD', balance: 1_400 });
    expect(body.items).toContainEqual({ account: 'clearing:stripe', currency: 'USD', balance: 0 });
  });

  it('only through its webhook, after 3-D Secure, enrolls the learner', async () => {
    const [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    const course = await aPublishedCourse(instructor);
    const bought = await learner.api
      .once()
      .post('/api/courses/purchase', { courseId: course.id, paymentMethod: 'pm_card_authenticationRequired' });
    expect(bought.body).toMatchObject({
      paymentState: 'requires_action',
      clientSecret: expect.stringContaining('_secret_'),
    });

    const [intent] = azora.stripe.store.all('payment_intent').filter(({ status }) => status === 'requires_action');
    azora.stripe.conclude(String(intent?.id), 'complete');
    await eventually(async () => (await learner.api.get('/api/courses/mine')).body.items[0]?.courseId === course.id);
  });
});
