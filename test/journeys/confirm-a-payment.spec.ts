import { Reconcile } from '../../src/billing/processes/reconcile.ts';
import { answerBank } from '../../src/billing/testing/methods.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anew, anInstructor, type Person } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

/** What a learner comes to whose bank wants 3-D Secure before it pays for a course. */
describe('Confirming a payment at the bank', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let courseId: string;
  let purchase: { id: string; paymentId: string; nextActionUrl: string };

  beforeAll(async () => {
    azora = await Azora.start();
    instructor = await anInstructor(azora);
  });

  beforeEach(async () => {
    learner = await aLearner(azora);
    courseId = (await aPublishedCourse(instructor)).id;
    const wish = { courseId, paymentMethod: 'pm_card_authenticationRequired' };
    const { status, body } = await learner.api.once().post('/api/courses/purchase', wish);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'pending', paymentState: 'requires_action' });
    purchase = body;
    expect(await (await fetch(purchase.nextActionUrl)).text()).toContain('Confirm your payment');
  });

  afterAll(() => azora.stop());

  async function payment() {
    return (await learner.api.get(`/api/payments/${purchase.paymentId}`)).body;
  }

  async function purchaseState(): Promise<string | undefined> {
    const [row] = await rowsOf<{ state: string }>(azora, 'select state from catalog.purchases where id = $1', [
      purchase.id,
    ]);
    return row?.state;
  }

  async function owned(): Promise<string[]> {
    const { body } = await learner.api.get('/api/courses/mine');
    return body.items.map((item: { courseId: string }) => item.courseId);
  }

  function payAgain(paymentMethod?: string) {
    const body = { purpose: 'course_purchase', reference: purchase.id, paymentMethod };
    return learner.api.once().post('/api/payments/process', body);
  }

  it('gives the course when it is completed', async () => {
    expect((await answerBank(purchase.nextActionUrl)).status).toBe(303);
    await eventually(async () => (await owned()).includes(courseId));
    expect(await purchaseState()).toBe('paid');
    expect(await payment()).toMatchObject({ state: 'succeeded', failure: null });
  });

  it('gives nothing when it is failed, and the course after all with another card', async () => {
    await answerBank(purchase.nextActionUrl, 'fail');
    await eventually(async () => (await payment()).state === 'failed');
    expect((await payment()).failure.code).toBe('payment_intent_authentication_failure');
    expect([await purchaseState(), await owned()]).toEqual(['pending', []]);
    expect((await payAgain('pm_card_visa')).body.payment.state).toBe('succeeded');
    await eventually(async () => (await owned()).includes(courseId));
  });

  it('goes on where it was when the learner comes back without naming a card', async () => {
    const { body } = await payAgain();
    expect(body).toMatchObject({ payment: { id: purchase.paymentId }, nextActionUrl: purchase.nextActionUrl });
    await answerBank(body.nextActionUrl);
    await eventually(async () => (await owned()).includes(courseId));
  });

  it('is over when it is paid with another card meanwhile', async () => {
    expect((await payAgain('pm_card_visa')).body.payment.state).toBe('succeeded');
    expect((await answerBank(purchase.nextActionUrl)).status).toBe(409);
    await eventually(async () => (await owned()).includes(courseId));
    expect((await payment()).state).toBe('canceled');
    expect(await purchaseState()).toBe('paid');
    const charges = azora.stripe.store.all('charge').filter(({ metadata }) => metadata.payment_id);
    const { body } = await learner.api.get('/api/payments/history?state=succeeded');
    expect(charges.filter(({ metadata }) => metadata.payment_id === body.items[0].id)).toHaveLength(1);
    expect(charges.filter(({ metadata }) => metadata.payment_id === purchase.paymentId)).toEqual([]);
  });

  // Last, because the clock does not go back.
  it('is over when it is abandoned for a day; the course can be bought with the same card then', async () => {
    azora.clock.advance({ days: 2 });
    await azora.app.get(Reconcile, { strict: false }).reconcile('payments');
    learner = { ...learner, api: await anew(azora, learner) };
    expect((await payment()).state).toBe('canceled');
    expect([await purchaseState(), await owned()]).toEqual(['pending', []]);
    expect((await answerBank(purchase.nextActionUrl)).status).toBe(409);
    const { body } = await payAgain('pm_card_authenticationRequired');
    expect(body.payment).toMatchObject({ state: 'requires_action', reference: purchase.id });
    await answerBank(body.nextActionUrl);
    await eventually(async () => (await owned()).includes(courseId));
  });
});
