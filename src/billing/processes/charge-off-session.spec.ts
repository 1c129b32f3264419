import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { mailsTo } from '../../../test/support/inbox.ts';
import { aLearner, anew, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { type CollectionView, PaymentActionRequired, PaymentCollection, RequestPayment } from '../billing.contract.ts';
import { answerBank, aSavedMethod, atStripe, doneAtStripe } from '../testing/methods.ts';
import { deliver } from '../testing/webhooks.ts';
import { Reconcile } from './reconcile.ts';

const CHARGE = 'POST /v1/payment_intents';
const SECURE = 'pm_card_authenticationRequired';
/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;

describe('Charging a payer who is away', () => {
  let azora: Azora;
  let payer: Person;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  beforeEach(async () => {
    payer = await aLearner(azora);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  /** As what bills them by itself does. */
  async function charge(reference: string = newId(), operationId = newId()): Promise<CollectionView> {
    const submission = { operationId, offSession: true };
    const amount = Money.of(1_900, 'USD');
    await azora.app
      .get(CommandBus)
      .execute(new RequestPayment(payer.id, 'course_purchase', reference, amount, [], 'Course: Tests', submission));
    const collection = azora.app.get(PaymentCollection, { strict: false });
    return collection.pay(payer.id, 'course_purchase', reference, submission);
  }

  /** As the page does that the mail leads to. */
  function confirm(reference: string, paymentMethod?: string): Promise<Answer> {
    const body = { purpose: 'course_purchase', reference, paymentMethod };
    return payer.api.once().post('/api/payments/process', body);
  }

  async function statesOf(reference: string): Promise<string[]> {
    const rows = await rowsOf<{ state: string }>(
      azora,
      'select state from billing.payments where reference = $1 order by id',
      [reference],
    );
    return rows.map(({ state }) => state);
  }

  function chargesPaid(): number {
    const { customer } = atStripe(azora, payer);
    return azora.stripe.store.all('charge').filter(({ paid, ...one }) => paid && one.customer === customer?.id).length;
  }

  async function toldOfWaiting(): Promise<object[]> {
    const told = await eventsOf(azora, PaymentActionRequired.type);
    return told.filter(event => (event as PaymentActionRequired).payerId === payer.id);
  }

  function reconcile(): Promise<void> {
    return azora.app.get(Reconcile, { strict: false }).reconcile('payments');
  }

  it('takes their default, once, however often it is asked', async () => {
    await aSavedMethod(payer, 'pm_card_amex');
    await aSavedMethod(payer, 'pm_card_chargeCustomerFail');
    const [reference, operationId] = [newId(), newId()];
    const first = await charge(reference, operationId);
    expect(first).toMatchObject({ payment: { state: 'succeeded', amount: { amount: 1_900 } }, nextActionUrl: null });
    expect(await charge(reference, operationId)).toEqual(first);
    expect(await charge(reference)).toEqual(first);
    expect(chargesPaid()).toBe(1);
    expect(await toldOfWaiting()).toEqual([]);
  });

  it('is refused to whoever has no default', async () => {
    const reference = newId();
    const details = { purpose: 'course_purchase', reference };
    await expect(charge(reference)).rejects.toMatchObject({ code: 'payment_method_required', details });
    expect(await statesOf(reference)).toEqual(['pending']);
    await aSavedMethod(payer);
    expect((await charge(reference)).payment.state).toBe('succeeded');
  });

  it('is declined as any charge is, also when the card was removed at Stripe a moment ago', async () => {
    await aSavedMethod(payer, 'pm_card_chargeCustomerFail');
    const reference = newId();
    const reason = { reason: 'generic_decline' };
    await expect(charge(reference)).rejects.toMatchObject({ code: 'payment_declined', details: reason });
    azora.stripe.faults.add({ fault: 'paused', on: '*' });
    await doneAtStripe(azora, `payment_methods/${atStripe(azora, payer).methods[0]?.id}/detach`);
    const gone = { reason: 'resource_missing' };
    await expect(charge(reference)).rejects.toMatchObject({ code: 'payment_declined', details: gone });
    expect(await statesOf(reference)).toEqual(['failed', 'failed']);
  });

  describe('whose bank wants to ask them', () => {
    let reference: string;

    beforeEach(async () => {
      await aSavedMethod(payer, SECURE);
      reference = newId();
    });

    it('waits for them, and mails them where to confirm', async () => {
      const { payment, clientSecret, nextActionUrl } = await charge(reference);
      expect(payment.state).toBe('requires_action');
      expect([clientSecret, nextActionUrl]).toEqual([null, null]);
      const mail = await eventually(async () =>
        (await mailsTo(payer.email)).find(({ subject }) => subject === 'Please confirm your payment of 19.00 USD'),
      );
      expect(mail.text).toContain(`${azora.environment.PUBLIC_URL}/payments/${payment.id}`);
      expect(await toldOfWaiting()).toHaveLength(1);
    });

    it('waits whatever the webhooks say, in any order and twice', async () => {
      const { payment } = await charge(reference);
      const told = azora.stripe.store
        .all('event')
        .filter(({ data }) => JSON.stringify(data.object).includes(payment.id))
        .map(event => ({ ...event, id: `${event.id}_again` }));
      expect(told.map(({ type }) => type)).toContain('payment_intent.payment_failed');
      for (const event of [...told, ...told.toReversed()]) await deliver(azora.api, event);
      await eventually(async () => {
        const waiting = await rowsOf(azora, 'select 1 from billing.provider_events where handled_at is null');
        return waiting.length === 0;
      });
      expect(await statesOf(reference)).toEqual(['requires_action']);
      expect(await toldOfWaiting()).toHaveLength(1);
    });

    it('is paid when they pass', async () => {
      await charge(reference);
      const { status, body } = await confirm(reference);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        payment: { state: 'requires_action' },
        clientSecret: expect.stringContaining('_secret_'),
        nextActionUrl: expect.stringContaining('/authenticate/'),
      });
      expect((await confirm(reference)).body).toEqual(body);
      await answerBank(body.nextActionUrl);
      await eventually(async () => (await statesOf(reference))[0] === 'succeeded');
      expect(chargesPaid()).toBe(1);
      expect(await toldOfWaiting()).toHaveLength(1);
    });

    it('fails when they fail, and is then paid with another card', async () => {
      await charge(reference);
      await answerBank((await confirm(reference)).body.nextActionUrl, 'fail');
      await eventually(async () => (await statesOf(reference))[0] === 'failed');
      expect((await confirm(reference, 'pm_card_visa')).body.payment.state).toBe('succeeded');
      expect(await statesOf(reference)).toEqual(['failed', 'succeeded']);
      expect(chargesPaid()).toBe(1);
    });

    it('is paid with another saved card meanwhile, and can not succeed behind their back', async () => {
      const other = await aSavedMethod(payer);
      await charge(reference);
      const { body } = await confirm(reference);
      expect((await confirm(reference, other)).body.payment.state).toBe('succeeded');
      expect((await answerBank(body.nextActionUrl)).status).toBe(409);
      expect(await statesOf(reference)).toEqual(['canceled', 'succeeded']);
      expect(chargesPaid()).toBe(1);
    });

    it('asks them once in two windows', async () => {
      await charge(reference);
      azora.stripe.faults.add({ fault: 'slow', on: 'POST /v1/payment_intents/*/confirm', ms: 200 });
      const answers = await Promise.all([confirm(reference), confirm(reference)]);
      const urls = answers.map(({ body }) => body.nextActionUrl);
      expect(new Set(urls).size).toBe(1);
      await answerBank(urls[0]);
      await eventually(async () => (await statesOf(reference))[0] === 'succeeded');
      expect(chargesPaid()).toBe(1);
    });

    it('waits on while the provider does not say whether it asked them', async () => {
      await charge(reference);
      azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/payment_intents/*/confirm', times: EVERY_TRY });
      expectProblem(await confirm(reference), 503, 'provider_unavailable');
      azora.stripe.faults.clear();
      await answerBank((await confirm(reference)).body.nextActionUrl);
      await eventually(async () => (await statesOf(reference))[0] === 'succeeded');
      expect(chargesPaid()).toBe(1);
    });

    it('is heard of by whoever asks again after the answer was lost, and they are mailed once', async () => {
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
      azora.stripe.faults.add({ fault: 'answer_lost', on: CHARGE, times: EVERY_TRY });
      const operationId = newId();
      await expect(charge(reference, operationId)).rejects.toMatchObject({ code: 'provider_unavailable' });
      expect(await statesOf(reference)).toEqual(['unknown']);
      azora.stripe.faults.clear();
      expect((await charge(reference, operationId)).payment.state).toBe('requires_action');
      expect(await toldOfWaiting()).toHaveLength(1);
      const { customer } = atStripe(azora, payer);
      const intents = azora.stripe.store.all('payment_intent').filter(intent => intent.customer === customer?.id);
      expect(intents).toHaveLength(1);
    });

    // Last, because the clock does not go back.
    it('is canceled when they have not come for a day, and can be paid afterwards', async () => {
      await charge(reference);
      azora.clock.advance({ hours: 23 });
      await reconcile();
      expect(await statesOf(reference)).toEqual(['requires_action']);
      azora.clock.advance({ days: 2 });
      azora.stripe.faults.add({ fault: 'rate_limited', on: 'POST /v1/payment_intents/*/cancel', times: EVERY_TRY });
      await reconcile();
      expect(await statesOf(reference)).toEqual(['requires_action']);
      azora.stripe.faults.clear();
      azora.clock.advance({ days: 1, minutes: 1 });
      await reconcile();
      expect(await statesOf(reference)).toEqual(['canceled']);
      payer = { ...payer, api: await anew(azora, payer) };
      expect((await confirm(reference, 'pm_card_visa')).body.payment.state).toBe('succeeded');
      expect(chargesPaid()).toBe(1);
    });
  });
});
