import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, erase, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { Reconcile } from './reconcile.ts';

const CHARGE = 'POST /v1/payment_intents';
const CUSTOMER = 'POST /v1/customers';
/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;

describe('Collecting a payment', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;

  beforeAll(async () => {
    azora = await Azora.start();
    [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  /** A purchase that waits to be paid, because there is nothing to charge; answers what its payments refer to. */
  async function aPendingPurchase(amount = 4_999): Promise<string> {
    const { id: courseId } = await aPublishedCourse(instructor, amount);
    return (await learner.api.once().post('/api/courses/purchase', { courseId })).body.id;
  }

  function pay(reference: string, paymentMethod = 'pm_card_visa', key?: string): Promise<Answer> {
    const body = { purpose: 'course_purchase', reference, paymentMethod };
    return learner.api.once(key).post('/api/payments/process', body);
  }

  /** As a process leaves a key that dies after its work and before its answer. */
  async function loseAnswer(key: string): Promise<void> {
    await rowsOf(
      azora,
      'update kernel.idempotency_keys set status = null, body = null, leased_until = now() where key = $1',
      [key],
    );
  }

  function expectUnknown(answer: Answer): void {
    expectProblem(answer, 503, 'provider_unavailable');
    expect(answer.headers.get('retry-after')).toBe('5');
  }

  async function paymentsOf(reference: string) {
    return rowsOf<{ id: string; state: string; provider_id: string | null }>(
      azora,
      'select id, state, provider_id from billing.payments where reference = $1 order by id',
      [reference],
    );
  }

  async function statesOf(reference: string): Promise<string[]> {
    return (await paymentsOf(reference)).map(({ state }) => state);
  }

  /** What Stripe holds for a reference. */
  async function atStripe(reference: string) {
    const ids = (await paymentsOf(reference)).map(({ id }) => id);
    const intents = azora.stripe.store
      .all('payment_intent')
      .filter(({ metadata }) => ids.includes(String(metadata.payment_id)));
    const charges = azora.stripe.store
      .all('charge')
      .filter(({ payment_intent, paid }) => paid && intents.some(({ id }) => id === payment_intent));
    return { intents, charges };
  }

  async function expectChargedOnce(reference: string): Promise<void> {
    const { charges } = await atStripe(reference);
    expect(charges).toHaveLength(1);
    const [paid] = (await paymentsOf(reference)).filter(({ state }) => state === 'succeeded');
    const ledger = azora.app.get(MoneyLedger, { strict: false });
    const sale = await eventually(async () => {
      const entries = await ledger.entriesOf(`payment:${paid?.id}:settlement`);
      return entries.length > 0 && (await ledger.entriesOf(`payment:${paid?.id}:sale`));
    });
    expect(sale[0]).toMatchObject({ account: 'clearing:stripe', amount: -(charges[0]?.amount ?? 0) });
  }

  function reconcile(later: Parameters<Azora['clock']['advance']>[0] = { hours: 2 }): Promise<void> {
    azora.clock.advance(later);
    return azora.app.get(Reconcile, { strict: false }).reconcile('payments');
  }

  it('charges once, answers the payment, and answers the same when it is asked again', async () => {
    const reference = await aPendingPurchase();
    const first = await pay(reference);
    expect(first).toMatchObject({ status: 200, body: { payment: { state: 'succeeded', reference } } });
    expect((await pay(reference)).body).toEqual(first.body);
    expectProblem(await pay(reference, 'pm_card_amex'), 409, 'already_paid');
    await expectChargedOnce(reference);
  });

  it("knows nothing of what was not requested, nor of another person's", async () => {
    const reference = await aPendingPurchase();
    const other = await aLearner(azora);
    const body = { purpose: 'course_purchase', reference, paymentMethod: 'pm_card_visa' };
    expectProblem(await other.api.once().post('/api/payments/process', body), 404, 'payment_not_found');
    expectProblem(await pay(crypto.randomUUID()), 404, 'payment_not_found');
    expect(await statesOf(reference)).toEqual(['pending']);
  });

  describe('that is declined', () => {
    it.each([
      ['pm_card_chargeDeclined', 'generic_decline'],
      ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
      ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
      ['pm_card_nobodyHasThis', 'resource_missing'],
    ])('with %s says why: %s', async (card, reason) => {
      const reference = await aPendingPurchase();
      const refused = await pay(reference, card);
      expectProblem(refused, 402, 'payment_declined');
      const [payment] = await paymentsOf(reference);
      expect(refused.body).toMatchObject({ paymentId: payment?.id, purpose: 'course_purchase', reference, reason });
      expect(payment?.state).toBe('failed');
    });

    it('is tried with another card only after the first attempt can not succeed any more', async () => {
      const reference = await aPendingPurchase();
      await pay(reference, 'pm_card_chargeDeclined');
      expect((await pay(reference)).body.payment.state).toBe('succeeded');
      expect(await statesOf(reference)).toEqual(['failed', 'succeeded']);
      const { intents } = await atStripe(reference);
      expect(intents.map(({ status }) => status)).toEqual(['canceled', 'succeeded']);
      await expectChargedOnce(reference);
    });

    it('is charged once when two other cards are tried at the same moment', async () => {
      const reference = await aPendingPurchase();
      await pay(reference, 'pm_card_chargeDeclined');
      const answers = await Promise.all(
        ['pm_card_visa', 'pm_card_amex', 'pm_card_jcb'].map(card => pay(reference, card)),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 200)) {
        expect(answer.status).toBe(409);
        expect(['payment_in_progress', 'already_paid']).toContain(answer.body.code);
      }
      expect(await statesOf(reference)).toEqual(['failed', 'succeeded']);
      await expectChargedOnce(reference);
    });

    it('is heard of again by the request whose answer was lost, and charged again only by another', async () => {
      const reference = await aPendingPurchase();
      const key = crypto.randomUUID();
      const first = await pay(reference, 'pm_card_chargeDeclined', key);
      await loseAnswer(key);
      const repeated = await pay(reference, 'pm_card_chargeDeclined', key);
      expectProblem(repeated, 402, 'payment_declined');
      expect(repeated.headers.get('idempotency-replayed')).toBeNull();
      expect(repeated.body).toEqual({ ...first.body, traceId: repeated.body.traceId });
      expect(await statesOf(reference)).toEqual(['failed']);
      expect((await atStripe(reference)).intents).toHaveLength(1);

      expectProblem(await pay(reference, 'pm_card_chargeDeclined'), 402, 'payment_declined');
      expect(await statesOf(reference)).toEqual(['failed', 'failed']);
      expect((await atStripe(reference)).intents).toHaveLength(2);
    });

    it('waits for the provider to close the failed attempt before anything new is charged', async () => {
      const reference = await aPendingPurchase();
      await pay(reference, 'pm_card_chargeDeclined');
      azora.stripe.faults.add({ fault: 'rate_limited', on: 'POST /v1/payment_intents/*/cancel' });
      expectProblem(await pay(reference), 503, 'provider_unavailable');
      expect(await statesOf(reference)).toEqual(['failed']);
      azora.stripe.faults.clear();
      await pay(reference);
      await expectChargedOnce(reference);
    });
  });

  describe('of which the provider does not say what became', () => {
    beforeEach(() => {
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
    });

    it('is unknown until it is asked again, however often the SDK has asked, and charged once', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', times: EVERY_TRY, on: CHARGE });
      const reference = await aPendingPurchase();
      expectUnknown(await pay(reference));
      expect(await statesOf(reference)).toEqual(['unknown']);
      azora.stripe.faults.clear();
      await reconcile();
      expect(await statesOf(reference)).toEqual(['succeeded']);
      await expectChargedOnce(reference);
    });

    it('because it refused what it did not answer, is heard of as declined by the same request repeated', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', times: EVERY_TRY, on: CHARGE });
      const reference = await aPendingPurchase();
      const key = crypto.randomUUID();
      expectUnknown(await pay(reference, 'pm_card_chargeDeclined', key));
      azora.stripe.faults.clear();
      await reconcile();
      expect(await statesOf(reference)).toEqual(['failed']);
      expectProblem(await pay(reference, 'pm_card_chargeDeclined', key), 402, 'payment_declined');
      expect(await statesOf(reference)).toEqual(['failed']);
      expect((await atStripe(reference)).intents).toHaveLength(1);
    });

    it('because the customer could not be made, is unknown until it is asked again, and charged once', async () => {
      const newcomer = await aLearner(azora);
      const { id: courseId } = await aPublishedCourse(instructor);
      azora.stripe.faults.add({ fault: 'answer_lost', on: CUSTOMER, times: EVERY_TRY });
      const api = newcomer.api.once();
      const purchase = { courseId, paymentMethod: 'pm_card_visa' };
      expectUnknown(await api.post('/api/courses/purchase', purchase));
      azora.stripe.faults.clear();
      await reconcile();
      const bought = await api.post('/api/courses/purchase', purchase);
      expect(bought).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
      expect(await statesOf(bought.body.id)).toEqual(['succeeded']);
      await expectChargedOnce(bought.body.id);
      const mine = azora.stripe.store
        .all('customer')
        .filter(customer => 'email' in customer && customer.email === newcomer.email);
      expect(mine).toHaveLength(1);
    });

    it('because it failed before the charge, is charged under another key once that is proven, and not before', async () => {
      azora.stripe.faults.add({ fault: 'server_error', on: CHARGE, times: 1 });
      const reference = await aPendingPurchase();
      const key = crypto.randomUUID();
      expectUnknown(await pay(reference, 'pm_card_visa', key));
      await reconcile({ minutes: 1 });
      expectProblem(await pay(reference, 'pm_card_amex'), 409, 'payment_in_progress');
      expectUnknown(await pay(reference));
      await reconcile({ minutes: 4 });
      expect(await statesOf(reference)).toEqual(['unknown']);
      await reconcile({ minutes: 1 });
      expect(await statesOf(reference)).toEqual(['failed']);

      const refused = await pay(reference, 'pm_card_visa', key);
      expectProblem(refused, 402, 'payment_declined');
      expect(refused.body.reason).toBe('never_made');
      expect((await atStripe(reference)).intents).toEqual([]);
      expect((await pay(reference, 'pm_card_amex')).body.payment.state).toBe('succeeded');
      await expectChargedOnce(reference);
    });

    it('because it failed between the payment and its charge, failed, and is charged by another attempt', async () => {
      azora.stripe.faults.add({ fault: 'server_error', effect: 'half', on: CHARGE, times: 1 });
      const reference = await aPendingPurchase();
      const key = crypto.randomUUID();
      expectUnknown(await pay(reference, 'pm_card_visa', key));
      await reconcile({ minutes: 1 });
      expect(await statesOf(reference)).toEqual(['failed']);
      const refused = await pay(reference, 'pm_card_visa', key);
      expectProblem(refused, 402, 'payment_declined');
      expect(refused.body.reason).toBe('not_confirmed');
      expect((await pay(reference)).body.payment.state).toBe('succeeded');
      const { intents } = await atStripe(reference);
      expect(intents.map(({ status }) => status)).toEqual(['canceled', 'succeeded']);
      await expectChargedOnce(reference);
    });

    it.each([
      ['after the charge, is found', { fault: 'server_error', effect: true, times: 1 }, CHARGE, ['succeeded']],
      ['before the customer was made, is charged', { fault: 'server_error', times: 1 }, CUSTOMER, ['succeeded']],
      [
        'after the customer was made, is charged',
        { fault: 'server_error', effect: true, times: 1 },
        CUSTOMER,
        ['succeeded'],
      ],
      ['for two days, was never made', { fault: 'rate_limited' }, 'POST *', ['failed']],
    ] as const)('because it failed %s when the provider is asked again', async (_, fault, on, states) => {
      const newcomer = await aLearner(azora);
      const { id: courseId } = await aPublishedCourse(instructor);
      azora.stripe.faults.add({ ...fault, on });
      const purchase = { courseId, paymentMethod: 'pm_card_visa' };
      expectUnknown(await newcomer.api.once().post('/api/courses/purchase', purchase));
      const [{ id: reference } = { id: '' }] = await rowsOf<{ id: string }>(
        azora,
        'select id from catalog.purchases where learner_id = $1',
        [newcomer.id],
      );
      for (const hours of [1, 1, 22, 24]) await reconcile({ hours });
      expect(await statesOf(reference)).toEqual(states);
      const { charges } = await atStripe(reference);
      expect(charges).toHaveLength(states[0] === 'succeeded' ? 1 : 0);
      const customers = azora.stripe.store
        .all('customer')
        .filter(customer => 'email' in customer && customer.email === newcomer.email);
      expect(customers.length).toBeLessThanOrEqual(1);
    });

    it('is looked for by its id, also when the payer has been erased meanwhile', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', times: EVERY_TRY, on: CHARGE });
      const reference = await aPendingPurchase();
      expectUnknown(await pay(reference));
      await rowsOf(azora, 'delete from billing.customers where user_id = $1', [learner.id]);
      await reconcile();
      expect(await statesOf(reference)).toEqual(['succeeded']);
      await expectChargedOnce(reference);
    });

    it('of a payer who was erased meanwhile, is neither charged nor asked for at every turn, and was never made', async () => {
      azora.stripe.faults.add({ fault: 'rate_limited', on: CUSTOMER });
      const newcomer = await aLearner(azora);
      const { id: courseId } = await aPublishedCourse(instructor);
      const purchase = { courseId, paymentMethod: 'pm_card_visa' };
      expectUnknown(await newcomer.api.once().post('/api/courses/purchase', purchase));
      await erase(newcomer);
      azora.stripe.faults.clear();
      const own = () =>
        rowsOf<{ state: string; code: string | null; waits: boolean }>(
          azora,
          `select state, failure ->> 'code' as code, coalesce(check_at > $2, false) as waits
           from billing.payments where payer_id = $1`,
          [newcomer.id, azora.clock.now()],
        );
      await reconcile();
      expect(await own()).toEqual([{ state: 'unknown', code: null, waits: true }]);
      await reconcile({ days: 1 });
      expect(await own()).toEqual([{ state: 'failed', code: 'never_made', waits: false }]);
    });

    it('because it refuses to say, is not asked for again before its time', async () => {
      const lost = azora.stripe.faults.add({ fault: 'answer_lost', on: CHARGE });
      const reference = await aPendingPurchase();
      expectUnknown(await pay(reference));
      azora.stripe.faults.clear(lost);
      azora.stripe.faults.add({ fault: 'refused', on: 'GET /v1/payment_intents*', times: 1 });
      await reconcile();
      await reconcile({ minutes: 4 });
      expect(await statesOf(reference)).toEqual(['unknown']);
      await reconcile({ minutes: 1 });
      expect(await statesOf(reference)).toEqual(['succeeded']);
    });

    it('uses up none of its checks when the payer asks again and again', async () => {
      azora.stripe.faults.add({ fault: 'rate_limited', on: 'POST *' });
      const reference = await aPendingPurchase();
      for (let turn = 0; turn < 10; turn++) expectUnknown(await pay(reference));
      azora.stripe.faults.clear();
      await reconcile();
      expect(await statesOf(reference)).toEqual(['succeeded']);
    });
  });

  it('is done once when three windows wait for a slow provider', async () => {
    azora.stripe.faults.add({ fault: 'slow', on: CHARGE, ms: 300 });
    const reference = await aPendingPurchase();
    const answers = await Promise.all([pay(reference), pay(reference), pay(reference)]);
    expect(answers.map(({ body }) => body.payment?.state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(await statesOf(reference)).toEqual(['succeeded']);
    await expectChargedOnce(reference);
  });

  it.each([
    ['complete', ['succeeded'], 1],
    ['fail', ['failed'], 0],
  ] as const)('that takes the bank its time ends as the webhook says: %s', async (outcome, states, charges) => {
    azora.stripe.faults.add({ fault: 'processing', on: CHARGE, times: 1 });
    const reference = await aPendingPurchase();
    expect((await pay(reference)).body.payment.state).toBe('processing');
    const { intents } = await atStripe(reference);
    azora.stripe.conclude(String(intents[0]?.id), outcome);
    await eventually(async () => (await statesOf(reference))[0] === states[0]);
    expect((await atStripe(reference)).charges).toHaveLength(charges);
  });

  describe('that needs 3-D Secure', () => {
    const SECURE = 'pm_card_authenticationRequired';

    it('names where to go, again when it is asked again', async () => {
      const reference = await aPendingPurchase();
      const first = await pay(reference, SECURE);
      expect(first.body).toMatchObject({
        payment: { state: 'requires_action' },
        clientSecret: expect.stringContaining('_secret_'),
        nextActionUrl: expect.stringContaining('/authenticate/'),
      });
      expect((await pay(reference, SECURE)).body).toEqual(first.body);
    });

    it('succeeds when the customer passes, which a browser tells nobody', async () => {
      const reference = await aPendingPurchase();
      const { body } = await pay(reference, SECURE);
      const answered = await fetch(body.nextActionUrl, {
        method: 'POST',
        body: 'outcome=complete',
        redirect: 'manual',
      });
      expect(answered.status).toBe(303);
      await eventually(async () => (await statesOf(reference))[0] === 'succeeded');
      await expectChargedOnce(reference);
    });

    it('fails when the customer fails, and is then paid with another card', async () => {
      const reference = await aPendingPurchase();
      const { body } = await pay(reference, SECURE);
      await fetch(body.nextActionUrl, { method: 'POST', body: 'outcome=fail', redirect: 'manual' });
      await eventually(async () => (await statesOf(reference))[0] === 'failed');
      expect((await pay(reference)).body.payment.state).toBe('succeeded');
      await expectChargedOnce(reference);
    });

    it('is paid with another card when the customer turns back, and can not succeed behind their back', async () => {
      const reference = await aPendingPurchase();
      const { body } = await pay(reference, SECURE);
      expect((await pay(reference)).body.payment.state).toBe('succeeded');
      const late = await fetch(body.nextActionUrl, { method: 'POST', body: 'outcome=complete', redirect: 'manual' });
      expect(late.status).toBe(409);
      await expectChargedOnce(reference);
    });
  });

  it('is tried again with the same card after the provider has canceled it', async () => {
    const reference = await aPendingPurchase();
    await pay(reference, 'pm_card_authenticationRequired');
    const [payment] = await paymentsOf(reference);
    const canceled = await fetch(`${azora.stripe.url}/v1/payment_intents/${payment?.provider_id}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${azora.stripe.secretKey}` },
    });
    expect(canceled.status).toBe(200);
    await eventually(async () => (await statesOf(reference))[0] === 'canceled');
    expect((await pay(reference, 'pm_card_authenticationRequired')).body.payment.state).toBe('requires_action');
    expect(await statesOf(reference)).toEqual(['canceled', 'requires_action']);
  });
});
