import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { aSavedMethod, atStripe, methodsOf } from '../testing/methods.ts';

const NOT_YOURS = 'This payment method is not yours, was removed, or never existed.';

describe('Paying with a saved payment method', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let courseId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    instructor = await anInstructor(azora);
  });

  beforeEach(async () => {
    learner = await aLearner(azora);
    courseId = (await aPublishedCourse(instructor)).id;
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  function buy(paymentMethod?: string, key?: string): Promise<Answer> {
    return learner.api.once(key).post('/api/courses/purchase', { courseId, paymentMethod });
  }

  function pay(reference: string, paymentMethod?: string): Promise<Answer> {
    const body = { purpose: 'course_purchase', reference, paymentMethod };
    return learner.api.once().post('/api/payments/process', body);
  }

  /** Which cards Stripe has charged for the learner. */
  function charged(): (string | undefined)[] {
    const { customer } = atStripe(azora, learner);
    const charges = azora.stripe.store
      .all('charge')
      .filter(({ paid, ...one }) => paid && one.customer === customer?.id);
    return charges.map(({ payment_method_details }) => payment_method_details?.card?.last4 ?? undefined);
  }

  it('charges the default where none is named', async () => {
    await aSavedMethod(learner, 'pm_card_amex');
    await aSavedMethod(learner, 'pm_card_mastercard');
    expect(await buy()).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(charged()).toEqual(['0005']);
  });

  it('charges the one that is named, whatever the default is', async () => {
    await aSavedMethod(learner, 'pm_card_amex');
    const id = await aSavedMethod(learner, 'pm_card_mastercard');
    expect(await buy(id)).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(charged()).toEqual(['4444']);
    expect(await methodsOf(learner)).toHaveLength(2);
  });

  it('is refused where none is named and none is saved, and goes on once there is one', async () => {
    const { paymentId, id: reference } = (await buy()).body;
    expect((await learner.api.get(`/api/payments/${paymentId}`)).body).toMatchObject({ state: 'pending', reference });
    const refused = await pay(reference);
    expectProblem(refused, 402, 'payment_method_required');
    expect(refused.body).toMatchObject({ paymentId, purpose: 'course_purchase', reference });
    await aSavedMethod(learner);
    expect((await pay(reference)).body.payment).toMatchObject({ id: paymentId, state: 'succeeded' });
    expect(charged()).toEqual(['4242']);
  });

  it("finds neither another person's nor a removed one by its id", async () => {
    const theirs = await aSavedMethod(await aLearner(azora));
    const removed = await aSavedMethod(learner);
    await learner.api.send('DELETE', `/api/payment-methods/${removed}`);
    for (const id of [theirs, removed, crypto.randomUUID()])
      expectProblem(await buy(id), 404, 'payment_method_not_found');
    expect(await rowsOf(azora, 'select 1 from catalog.purchases where learner_id = $1', [learner.id])).toEqual([]);
    const { id: reference } = (await buy()).body;
    for (const id of [theirs, removed]) expectProblem(await pay(reference, id), 404, 'payment_method_not_found');
    expect(charged()).toEqual([]);
  });

  it("is declined with Stripe's id of another person's or of a removed one, in words that tell nothing", async () => {
    const stranger = await aLearner(azora);
    await aSavedMethod(stranger);
    const removed = await aSavedMethod(learner);
    const ids = [stranger, learner].map(person => atStripe(azora, person).methods[0]?.id);
    await learner.api.send('DELETE', `/api/payment-methods/${removed}`);
    for (const id of [...ids, 'pm_nobody']) {
      const refused = await buy(id);
      expectProblem(refused, 402, 'payment_declined');
      expect(refused.body).toMatchObject({ reason: 'resource_missing', detail: NOT_YOURS });
    }
    expect(charged()).toEqual([]);
  });

  it('goes on with the card it began with when the request is repeated after the default has changed', async () => {
    await aSavedMethod(learner, 'pm_card_amex');
    const other = await aSavedMethod(learner, 'pm_card_mastercard');
    const key = crypto.randomUUID();
    azora.stripe.faults.add({ fault: 'rate_limited', on: 'POST /v1/payment_intents' });
    expectProblem(await buy(undefined, key), 503, 'provider_unavailable');
    azora.stripe.faults.clear();
    await learner.api.post(`/api/payment-methods/${other}/default`);
    expect(await buy(undefined, key)).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(charged()).toEqual(['0005']);
  });

  it('answers a repeat of a request whose answer was lost, although the card was removed since', async () => {
    const id = await aSavedMethod(learner, 'pm_card_amex');
    const key = crypto.randomUUID();
    azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/payment_intents' });
    expectProblem(await buy(id, key), 503, 'provider_unavailable');
    azora.stripe.faults.clear();
    await learner.api.send('DELETE', `/api/payment-methods/${id}`);
    expect(await buy(id, key)).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(charged()).toEqual(['0005']);
  });

  it('tries the new default after the former one was declined', async () => {
    await aSavedMethod(learner, 'pm_card_chargeCustomerFail');
    const other = await aSavedMethod(learner, 'pm_card_mastercard');
    const { body } = await buy();
    expect(body.code).toBe('payment_declined');
    await learner.api.post(`/api/payment-methods/${other}/default`);
    expect((await pay(body.reference)).body.payment.state).toBe('succeeded');
    expect(charged()).toEqual(['4444']);
  });

  it('charges once when two windows buy while the default is being changed', async () => {
    const ids = [await aSavedMethod(learner, 'pm_card_amex'), await aSavedMethod(learner, 'pm_card_mastercard')];
    await Promise.all([buy(), learner.api.post(`/api/payment-methods/${ids[1]}/default`), buy()]);
    expect(charged()).toHaveLength(1);
  });

  it('takes a free course without any', async () => {
    courseId = (await aPublishedCourse(instructor, 0)).id;
    expect(await buy()).toMatchObject({ status: 201, body: { state: 'paid', paymentId: null } });
  });
});
