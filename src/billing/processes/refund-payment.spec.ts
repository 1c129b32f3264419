import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import { expectBooksOfStripe } from '../../../test/support/books.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { RefundRequest } from '../domain/refund.ts';
import { withImpatientStripe } from '../testing/impatient-stripe.ts';
import { Reconcile } from './reconcile.ts';
import { RefundPayment } from './refund-payment.ts';

const PRICE = 4_999;
const CREATE = 'POST /v1/refunds';
const LIST = 'GET /v1/refunds';
const UNKNOWN = { code: 'provider_unavailable' };
const SECOND = 1 / 60;

describe('Refunding', () => {
  let azora: Azora;
  let refunding: RefundPayment;
  /** In the hands of somebody in front of Stripe's dashboard. */
  let stripe: Stripe;

  beforeAll(async () => {
    azora = await Azora.start({ override: withImpatientStripe });
    refunding = azora.app.get(RefundPayment, { strict: false });
    stripe = azora.app.get(Stripe, { strict: false });
  });

  beforeEach(() => {
    // Nothing is heard of but what is asked for.
    azora.stripe.faults.add({ fault: 'paused', on: '*' });
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  async function aPayment(paymentMethod = 'pm_card_visa') {
    const [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    const purchase = { courseId: (await aPublishedCourse(instructor, PRICE)).id, paymentMethod };
    const { paymentId } = (await learner.api.once().post('/api/courses/purchase', purchase)).body;
    const [{ provider_id: intent } = { provider_id: '' }] = await rowsOf<{ provider_id: string }>(
      azora,
      'select provider_id from billing.payments where id = $1',
      [paymentId],
    );
    return { paymentId: String(paymentId), intent };
  }

  /** One operation, which can be repeated. */
  function operation(paymentId: string, amount?: number) {
    const request: RefundRequest = {
      amount,
      reason: 'other',
      note: null,
      requestedBy: newId(),
      operationId: newId(),
    };
    return () => refunding.refund(paymentId, request, true);
  }

  async function refundsOf(paymentId: string) {
    const rows = await rowsOf<{ amount: number; state: string }>(
      azora,
      'select amount::int, state from billing.refunds where payment_id = $1 order by id',
      [paymentId],
    );
    return rows.map(({ amount, state }) => `${amount} ${state}`);
  }

  function atStripe(intent: string): number[] {
    return azora.stripe.store
      .all('refund')
      .filter(({ payment_intent }) => payment_intent === intent)
      .map(({ amount }) => amount);
  }

  async function reconcile(minutes: number): Promise<void> {
    azora.clock.advance({ minutes });
    await azora.app.get(Reconcile, { strict: false }).reconcile('refunds');
  }

  /** Asks without hearing what became of it: the answer is lost, or the request never gets there. */
  async function unknown(
    ask: () => Promise<unknown>,
    fault: 'answer_lost' | 'rate_limited',
    on = CREATE,
  ): Promise<void> {
    const trouble = azora.stripe.faults.add({ fault, on });
    await expect(ask()).rejects.toMatchObject(UNKNOWN);
    azora.stripe.faults.clear(trouble);
  }

  it('keeps what is unknown in reserve, so that no other refund takes it', async () => {
    const { paymentId, intent } = await aPayment();
    const ask = operation(paymentId, 3_000);
    await unknown(ask, 'answer_lost');
    expect(await refundsOf(paymentId)).toEqual(['3000 unknown']);
    const another = operation(paymentId, 2_000);
    await expect(another()).rejects.toMatchObject({ code: 'refund_exceeds_payment', details: { available: 1_999 } });
    expect(await operation(paymentId)()).toMatchObject({ state: 'succeeded', amount: { amount: 1_999 } });
    expect(await ask()).toMatchObject({ state: 'succeeded' });
    expect(await refundsOf(paymentId)).toEqual(['3000 succeeded', '1999 succeeded']);
    expect(atStripe(intent).toSorted((a, b) => a - b)).toEqual([1_999, 3_000]);
    await expectBooksOfStripe(azora);
  });

  it('finds what was made behind a lost answer without asking for it again', async () => {
    const { paymentId, intent } = await aPayment();
    await unknown(operation(paymentId), 'answer_lost');
    azora.stripe.faults.add({ fault: 'refused', on: CREATE });
    await reconcile(5);
    expect(await refundsOf(paymentId)).toEqual([`${PRICE} succeeded`]);
    expect(atStripe(intent)).toEqual([PRICE]);
    await expectBooksOfStripe(azora);
  });

  it('is not asked for again before its time by a provider that refuses to say', async () => {
    const { paymentId } = await aPayment();
    await unknown(operation(paymentId), 'answer_lost');
    azora.stripe.faults.add({ fault: 'refused', on: LIST, times: 1 });
    await reconcile(1);
    await reconcile(4);
    expect(await refundsOf(paymentId)).toEqual([`${PRICE} unknown`]);
    await reconcile(1);
    expect(await refundsOf(paymentId)).toEqual([`${PRICE} succeeded`]);
  });

  it.each([
    ['a minute', 1],
    ['an hour', 60],
    ['just less than 23 hours', 23 * 60 - SECOND],
  ])('repeats what never got there, %s later, and gives back once', async (_, minutes) => {
    const { paymentId, intent } = await aPayment();
    const ask = operation(paymentId, 1_000);
    await unknown(ask, 'rate_limited');
    azora.clock.advance({ minutes });
    expect(await ask()).toMatchObject({ state: 'succeeded' });
    expect(await ask()).toMatchObject({ state: 'succeeded' });
    expect(atStripe(intent)).toEqual([1_000]);
    await expectBooksOfStripe(azora);
  });

  it('neither repeats nor gives up between 23 and 24 hours, then knows that it was never made, and can begin anew', async () => {
    const { paymentId, intent } = await aPayment();
    const ask = operation(paymentId);
    await unknown(ask, 'rate_limited');
    azora.clock.advance({ minutes: 23 * 60 + SECOND });
    await expect(ask()).rejects.toMatchObject(UNKNOWN);
    azora.clock.advance({ minutes: 60 - 5 * SECOND });
    await expect(ask()).rejects.toMatchObject(UNKNOWN);
    expect(await refundsOf(paymentId)).toEqual([`${PRICE} unknown`]);
    await expect(operation(paymentId)()).rejects.toMatchObject({ code: 'refund_exceeds_payment' });

    azora.clock.advance({ minutes: 5 * SECOND });
    expect(await ask()).toMatchObject({ state: 'failed', failure: { code: 'never_made' } });
    expect(atStripe(intent)).toEqual([]);
    expect(await ask()).toMatchObject({ state: 'failed' });
    expect(await operation(paymentId)()).toMatchObject({ state: 'succeeded', amount: { amount: PRICE } });
    expect(atStripe(intent)).toEqual([PRICE]);
    await expectBooksOfStripe(azora);
  });

  it('finds what was made also after the provider has forgotten its key', async () => {
    const { paymentId, intent } = await aPayment();
    const ask = operation(paymentId);
    await unknown(ask, 'answer_lost');
    for (const hours of [1, 22, 24]) {
      azora.clock.advance({ hours });
      await unknown(ask, 'rate_limited', LIST);
    }
    await reconcile(2 * 24 * 60);
    expect(await refundsOf(paymentId)).toEqual([`${PRICE} succeeded`]);
    expect(atStripe(intent)).toEqual([PRICE]);
    await expectBooksOfStripe(azora);
  });

  it('finds what the last repeat has made, however late that is', async () => {
    const { paymentId, intent } = await aPayment();
    const ask = operation(paymentId);
    await unknown(ask, 'rate_limited');
    azora.clock.advance({ minutes: 23 * 60 - 5 * SECOND });
    await unknown(ask, 'answer_lost');
    azora.clock.advance({ hours: 2 });
    expect(await ask()).toMatchObject({ state: 'succeeded' });
    expect(atStripe(intent)).toEqual([PRICE]);
    await expectBooksOfStripe(azora);
  });

  it('that is pending at the bank comes to its end though nobody tells', async () => {
    const { paymentId } = await aPayment('pm_card_pendingRefund');
    expect(await operation(paymentId)()).toMatchObject({ state: 'pending' });
    await reconcile(5);
    expect(await refundsOf(paymentId)).toEqual([`${PRICE} succeeded`]);
    await expectBooksOfStripe(azora);
  });

  describe('while somebody refunds in the dashboard', () => {
    it.each([
      ['a part', 1_000, 2_000, ['1000 succeeded', '2000 succeeded'], [2_000, 1_000]],
      ['all', 1_000, PRICE, ['1000 failed', `${PRICE} succeeded`], [PRICE]],
      ['what is left too little of', PRICE, 2_000, [`${PRICE} failed`, '2000 succeeded'], [2_000]],
    ])('%s, repeats what never got there if it still can', async (_, ours, theirs, states, made) => {
      const { paymentId, intent } = await aPayment();
      const ask = operation(paymentId, ours);
      await unknown(ask, 'rate_limited');
      await stripe.refunds.create({ payment_intent: intent, amount: theirs });
      await reconcile(5);
      expect(await refundsOf(paymentId)).toEqual(states);
      expect(atStripe(intent)).toEqual(made);
      expect(await ask()).toMatchObject({ amount: { amount: ours }, state: states[0]?.split(' ')[1] });
      await expectBooksOfStripe(azora);
    });

    it('what is left, takes that in beside its own whose answer was lost', async () => {
      const { paymentId, intent } = await aPayment();
      await unknown(operation(paymentId, 3_000), 'answer_lost');
      await stripe.refunds.create({ payment_intent: intent, amount: 1_999 });
      await reconcile(5);
      expect(await refundsOf(paymentId)).toEqual(['3000 succeeded', '1999 succeeded']);
      expect(atStripe(intent)).toEqual([3_000, 1_999]);
      await expectBooksOfStripe(azora);
    });

    it('all, and is told of that while it does not know of its own, takes it in once that has failed', async () => {
      const { paymentId, intent } = await aPayment();
      const ask = operation(paymentId);
      await unknown(ask, 'rate_limited');
      azora.stripe.faults.clear();
      await stripe.refunds.create({ payment_intent: intent });
      await eventually(() => azora.stripe.store.all('delivery').every(({ state }) => state === 'delivered'));
      await reconcile(5);
      expect(await refundsOf(paymentId)).toEqual([`${PRICE} failed`, `${PRICE} succeeded`]);
      await eventually(async () => {
        const waiting = await rowsOf(azora, 'select id from billing.provider_events where handled_at is null');
        return waiting.length === 0;
      });
      expect(await refundsOf(paymentId)).toEqual([`${PRICE} failed`, `${PRICE} succeeded`]);
      expect(await ask()).toMatchObject({ state: 'failed' });
      await expectBooksOfStripe(azora);
    });
  });

  it('hears of its own also while the dashboard has taken what is reserved for another that is unknown', async () => {
    const { paymentId, intent } = await aPayment();
    const [made, lost] = [operation(paymentId, 3_000), operation(paymentId, 1_999)];
    await unknown(made, 'answer_lost');
    await unknown(lost, 'rate_limited');
    await stripe.refunds.create({ payment_intent: intent, amount: 1_999 });
    expect(await made()).toMatchObject({ state: 'succeeded' });
    expect(await lost()).toMatchObject({ state: 'failed' });
    await reconcile(5);
    expect(await refundsOf(paymentId)).toEqual(['3000 succeeded', '1999 failed', '1999 succeeded']);
    await expectBooksOfStripe(azora);
  });

  it('asks the provider once in however many windows, whatever the first had lost', async () => {
    const { paymentId, intent } = await aPayment();
    const ask = operation(paymentId, 1_000);
    await unknown(ask, 'rate_limited');
    const answers = await Promise.allSettled(Array.from({ length: 8 }, ask));
    for (const answer of answers)
      if (answer.status === 'fulfilled') expect(answer.value).toMatchObject({ state: 'succeeded' });
      else expect(answer.reason).toMatchObject(UNKNOWN);
    expect(await ask()).toMatchObject({ state: 'succeeded' });
    expect(await refundsOf(paymentId)).toEqual(['1000 succeeded']);
    expect(atStripe(intent)).toEqual([1_000]);
    await expectBooksOfStripe(azora);
  });
});
