import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { ROLES } from '../../identity/domain/permissions.ts';
import { paymentMethodPageView } from '../queries/list-payment-methods.ts';
import { setupView } from '../queries/payment-method.view.ts';
import { answerBank, aSavedMethod, atStripe, doneAtStripe, methodsOf } from '../testing/methods.ts';

/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;
const SETUP = 'POST /v1/setup_intents';
const NOT_YOURS = 'This payment method is not yours, was removed, or never existed.';

describe('Payment methods over HTTP', () => {
  let azora: Azora;
  let learner: Person;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  beforeEach(async () => {
    learner = await aLearner(azora);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  function setUp({ api }: Person, paymentMethod?: string, key?: string): Promise<Answer> {
    return api.once(key).post('/api/payment-methods/setup', { paymentMethod });
  }

  function choose({ api }: Person, id: string): Promise<Answer> {
    return api.post(`/api/payment-methods/${id}/default`);
  }

  function remove({ api }: Person, id: string): Promise<Answer> {
    return api.send('DELETE', `/api/payment-methods/${id}`);
  }

  async function defaultOf(person: Person): Promise<string | undefined> {
    return (await methodsOf(person)).find(method => method.default)?.id;
  }

  /** What we list of somebody is what Stripe holds for them: the same cards, and the same default. */
  async function expectTruth(person: Person): Promise<void> {
    const { methods, defaultId } = atStripe(azora, person);
    const rows = await rowsOf<{ provider_id: string; is_default: boolean }>(
      azora,
      'select provider_id, is_default from billing.payment_methods where user_id = $1',
      [person.id],
    );
    expect(new Set(rows.map(row => row.provider_id))).toEqual(new Set(methods.map(({ id }) => id)));
    expect(rows.find(row => row.is_default)?.provider_id ?? null).toBe(defaultId);
  }

  describe('that are saved', () => {
    it('begin with a secret for Stripe.js, which names the card later', async () => {
      const { status, body } = await setUp(learner);
      expect(status).toBe(201);
      expect(setupView.parse(body)).toMatchObject({ state: 'requires_payment_method', paymentMethod: null });
      const { setups } = atStripe(azora, learner);
      expect(setups).toMatchObject([{ id: body.id, client_secret: body.clientSecret, usage: 'off_session' }]);
      await doneAtStripe(azora, `setup_intents/${body.id}/confirm`, {
        payment_method: 'pm_card_amex',
        return_url: 'https://example.org',
      });
      await eventually(async () => (await methodsOf(learner)).length === 1);
      expect(await methodsOf(learner)).toMatchObject([{ brand: 'amex', last4: '0005', default: true }]);
    });

    it.each(ROLES)('at once are listed newest first, the first being the default, to a %s', async role => {
      const person = await someoneWith(azora, role);
      const first = await setUp(person, 'pm_card_visa');
      expect(first.status).toBe(201);
      const visa = setupView.parse(first.body);
      const expiry = { month: 8, year: azora.clock.now().getUTCFullYear() + 3 };
      const { id } = visa.paymentMethod ?? {};
      expect(visa).toMatchObject({
        state: 'succeeded',
        nextActionUrl: null,
        paymentMethod: { brand: 'visa', last4: '4242', expiry, default: true },
      });
      const second = await aSavedMethod(person, 'pm_card_mastercard');
      const page = paymentMethodPageView.parse((await person.api.get('/api/payment-methods')).body);
      expect(page).toMatchObject({
        items: [
          { id: second, default: false },
          { id, default: true },
        ],
        nextCursor: null,
      });
      await expectTruth(person);
    });

    it('come page by page', async () => {
      const ids = [await aSavedMethod(learner), await aSavedMethod(learner), await aSavedMethod(learner)];
      const { body: first } = await learner.api.get('/api/payment-methods?limit=2');
      const { body: rest } = await learner.api.get(`/api/payment-methods?limit=2&cursor=${first.nextCursor}`);
      const listed = [...first.items, ...rest.items].map(({ id }: { id: string }) => id);
      expect(listed).toEqual(ids.reverse());
      expect(rest.nextCursor).toBeNull();
    });

    it.each([
      ['pm_card_chargeDeclined', 'generic_decline'],
      ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
      ['pm_card_nobodyHasThis', 'resource_missing'],
    ])('are not when the provider refuses %s: %s', async (card, reason) => {
      const refused = await setUp(learner, card);
      expectProblem(refused, 402, 'payment_method_declined');
      expect(refused.body.reason).toBe(reason);
      expect(await methodsOf(learner)).toEqual([]);
    });

    it("are not when they are another person's, or were removed, which is told in the same words", async () => {
      const stranger = await aLearner(azora);
      const id = await aSavedMethod(stranger);
      const [theirs = ''] = atStripe(azora, stranger).methods.map(method => method.id);
      const refused = [await setUp(learner, theirs), await setUp(learner, 'pm_nobody')];
      await remove(stranger, id);
      refused.push(await setUp(learner, theirs), await setUp(stranger, theirs));
      for (const answer of refused) {
        expectProblem(answer, 402, 'payment_method_declined');
        expect(answer.body).toMatchObject({ reason: 'resource_missing', detail: NOT_YOURS });
      }
      expect(await methodsOf(learner)).toEqual([]);
    });

    it('name where to go when the bank wants 3-D Secure, and are there when it was passed', async () => {
      const { body } = await setUp(learner, 'pm_card_authenticationRequired');
      expect(body).toMatchObject({ state: 'requires_action', paymentMethod: null });
      expect(await methodsOf(learner)).toEqual([]);
      await answerBank(body.nextActionUrl);
      await eventually(async () => (await methodsOf(learner)).length === 1);
      await expectTruth(learner);
    });

    it('are not when 3-D Secure is failed', async () => {
      const { body } = await setUp(learner, 'pm_card_authenticationRequired');
      await answerBank(body.nextActionUrl, 'fail');
      await eventually(async () => {
        const failed = await rowsOf<{ handled_at: Date | null }>(
          azora,
          `select handled_at from billing.provider_events where type = 'setup_intent.setup_failed'`,
        );
        return failed.length > 0 && failed.every(({ handled_at }) => handled_at);
      });
      expect(await methodsOf(learner)).toEqual([]);
    });

    it('are one for fifty calls with one key', async () => {
      const key = crypto.randomUUID();
      const answers = await Promise.all(Array.from({ length: 50 }, () => setUp(learner, 'pm_card_visa', key)));
      for (const answer of answers.filter(({ status }) => status !== 201))
        expectProblem(answer, 409, 'operation_in_flight');
      expect(atStripe(azora, learner).methods).toHaveLength(1);
      expect(await methodsOf(learner)).toHaveLength(1);
    });
  });

  describe('of which one is chosen', () => {
    it('are charged by that one from then on, and choosing it again changes nothing', async () => {
      const [first, second] = [await aSavedMethod(learner), await aSavedMethod(learner, 'pm_card_amex')];
      for (const id of [second, second, first]) {
        expect(await choose(learner, id)).toMatchObject({ status: 200, body: { id, default: true } });
        expect(await defaultOf(learner)).toBe(id);
        await expectTruth(learner);
      }
    });

    it('have one default when two windows choose at the same moment, and it is the one at Stripe', async () => {
      const ids = [await aSavedMethod(learner), await aSavedMethod(learner, 'pm_card_amex')];
      for (let round = 0; round < 5; round += 1) {
        const answers = await Promise.all(ids.map(id => choose(learner, id)));
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect((await methodsOf(learner)).filter(method => method.default)).toHaveLength(1);
        await expectTruth(learner);
      }
    });
  });

  describe('that are removed', () => {
    it('are gone here and at Stripe; the only one left is the default', async () => {
      const [first, second] = [await aSavedMethod(learner), await aSavedMethod(learner, 'pm_card_amex')];
      expect((await remove(learner, first)).status).toBe(204);
      expect(await methodsOf(learner)).toMatchObject([{ id: second, brand: 'amex', default: true }]);
      await expectTruth(learner);
      expectProblem(await remove(learner, first), 404, 'payment_method_not_found');
      expect((await remove(learner, second)).status).toBe(204);
      expect(await methodsOf(learner)).toEqual([]);
    });

    it('leave no default where it was the default of several', async () => {
      const first = await aSavedMethod(learner);
      for (const card of ['pm_card_amex', 'pm_card_jcb']) await aSavedMethod(learner, card);
      await remove(learner, first);
      expect(await defaultOf(learner)).toBeUndefined();
      await expectTruth(learner);
    });

    it('are gone once in two windows', async () => {
      const id = await aSavedMethod(learner);
      const answers = await Promise.all([remove(learner, id), remove(learner, id)]);
      for (const { status } of answers) expect([204, 404]).toContain(status);
      expect(await methodsOf(learner)).toEqual([]);
      await expectTruth(learner);
    });

    it('can be chosen by nobody, even before the webhook tells that they were removed at Stripe', async () => {
      const [id, other] = [await aSavedMethod(learner), await aSavedMethod(learner, 'pm_card_amex')];
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
      const removed = atStripe(azora, learner).methods.find(({ card }) => card?.brand === 'amex');
      await doneAtStripe(azora, `payment_methods/${removed?.id}/detach`);
      expectProblem(await choose(learner, other), 404, 'payment_method_not_found');
      azora.stripe.faults.clear();
      await eventually(async () => (await methodsOf(learner)).length === 1);
      expect(await methodsOf(learner)).toMatchObject([{ id, default: true }]);
    });
  });

  describe('when the provider does not answer', () => {
    it.each([
      ['loses its answer after the effect', { fault: 'answer_lost', times: EVERY_TRY }],
      ['asks to come back later', { fault: 'rate_limited', times: EVERY_TRY }],
    ] as const)('because it %s, are saved once by the same request repeated', async (_, fault) => {
      azora.stripe.faults.add({ ...fault, on: SETUP });
      const key = crypto.randomUUID();
      expectProblem(await setUp(learner, 'pm_card_visa', key), 503, 'provider_unavailable');
      azora.stripe.faults.clear();
      expect(await setUp(learner, 'pm_card_visa', key)).toMatchObject({ status: 201, body: { state: 'succeeded' } });
      expect(await methodsOf(learner)).toHaveLength(1);
      await expectTruth(learner);
    });

    it('because it remembers a failure under the key, are saved under another', async () => {
      azora.stripe.faults.add({ fault: 'server_error', on: SETUP, times: 1 });
      const key = crypto.randomUUID();
      for (let attempt = 0; attempt < 2; attempt += 1)
        expectProblem(await setUp(learner, 'pm_card_visa', key), 503, 'provider_unavailable');
      expect((await setUp(learner, 'pm_card_visa')).status).toBe(201);
      expect(await methodsOf(learner)).toHaveLength(1);
    });

    it('because it is slow, are saved in its time, once', async () => {
      azora.stripe.faults.add({ fault: 'slow', on: '*', ms: 200 });
      const key = crypto.randomUUID();
      const answers = await Promise.all([1, 2, 3].map(() => setUp(learner, 'pm_card_visa', key)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(atStripe(azora, learner).methods).toHaveLength(1);
    });

    it.each([
      ['while it lists what it keeps', 'GET /v1/customers/*'],
      ['while the customer is made', 'POST /v1/customers'],
    ])('%s, are listed after a repeat', async (_, on) => {
      azora.stripe.faults.add({ fault: 'rate_limited', on });
      const key = crypto.randomUUID();
      expectProblem(await setUp(learner, 'pm_card_visa', key), 503, 'provider_unavailable');
      azora.stripe.faults.clear();
      expect((await setUp(learner, 'pm_card_visa', key)).body.paymentMethod).toMatchObject({ last4: '4242' });
      expect(await methodsOf(learner)).toHaveLength(1);
    });

    it.each([undefined, 'pm_card_visa'])('are saved for who was deleted in the dashboard: %s', async method => {
      await setUp(learner);
      const former = atStripe(azora, learner).customer?.id;
      await azora.app.get(Stripe, { strict: false }).customers.del(former ?? '');
      expect((await setUp(learner, method)).status).toBe(201);
      expect(atStripe(azora, learner).customer?.id).not.toBe(former);
      expect(atStripe(azora, learner).setups).toHaveLength(1);
    });

    it('are removed by a repeat, although they had been removed', async () => {
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
      const id = await aSavedMethod(learner);
      const lost = { fault: 'answer_lost', on: 'POST /v1/payment_methods/*/detach' } as const;
      const fault = azora.stripe.faults.add(lost);
      expectProblem(await remove(learner, id), 503, 'provider_unavailable');
      expect(await methodsOf(learner)).toHaveLength(1);
      azora.stripe.faults.clear(fault);
      expect((await remove(learner, id)).status).toBe(204);
      expect(await methodsOf(learner)).toEqual([]);
    });

    it('are chosen by a repeat, and by the webhook without one', async () => {
      const [, second] = [await aSavedMethod(learner), await aSavedMethod(learner, 'pm_card_amex')];
      azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/customers/*', times: EVERY_TRY });
      expectProblem(await choose(learner, second), 503, 'provider_unavailable');
      await eventually(async () => (await defaultOf(learner)) === second);
      azora.stripe.faults.clear();
      expect((await choose(learner, second)).status).toBe(200);
    });
  });
});
