import Stripe from 'stripe';
import type { PaymentDetailView } from '../../src/billing/billing.contract.ts';
import { Reconcile } from '../../src/billing/processes/reconcile.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anew, anInstructor, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { rowsOf } from '../support/stored.ts';

const BANK_DECIDES = 60;
const UNHANDLED = 'select from billing.provider_events where handled_at is null';
/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;

interface Bought {
  readonly learner: Person;
  readonly courseId: string;
  readonly paymentId: string;
  /** Stripe's id of the payment. */
  readonly intentId: string;
}

describe('A course that is paid for', () => {
  let azora: Azora;
  let stripe: Stripe;
  let instructor: Person;
  let support: Person;

  beforeAll(async () => {
    azora = await Azora.start();
    stripe = azora.app.get(Stripe, { strict: false });
    [instructor, support] = await Promise.all([anInstructor(azora), someoneWith(azora, 'support')]);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  async function buy(paymentMethod = 'pm_card_visa', learner?: Person): Promise<Bought> {
    const buyer = learner ?? (await aLearner(azora));
    const { id: courseId } = await aPublishedCourse(instructor);
    return { ...(await payFor(courseId, buyer, paymentMethod)), courseId, learner: buyer };
  }

  async function payFor(courseId: string, learner: Person, paymentMethod: string) {
    const { body } = await learner.api.once().post('/api/courses/purchase', { courseId, paymentMethod });
    expect(body.paymentState).toBe('succeeded');
    await learns(learner, courseId, true);
    const [intent] = azora.stripe.store
      .all('payment_intent')
      .filter(({ metadata }) => metadata.payment_id === body.paymentId);
    return { paymentId: body.paymentId as string, intentId: String(intent?.id) };
  }

  async function learns(learner: Person, courseId: string, does: boolean): Promise<void> {
    await eventually(async () => {
      const { body } = await learner.api.get('/api/courses/mine');
      return body.items.some((item: { courseId: string }) => item.courseId === courseId) === does;
    });
  }

  async function shown({ learner, paymentId }: Bought): Promise<PaymentDetailView> {
    return (await learner.api.get(`/api/payments/${paymentId}`)).body;
  }

  /** Until the payment looks so; answers how it looks. */
  function becomes(bought: Bought, looks: object): Promise<PaymentDetailView> {
    return eventually(async () => {
      const payment = await shown(bought);
      expect(payment).toMatchObject(looks);
      return payment;
    });
  }

  /** What the sale and what followed it have left, but for accounts that hold nothing of it. */
  async function left({ paymentId }: Bought) {
    const rows = await rowsOf<{ account: string; amount: number }>(
      azora,
      `select replace(account, $2, 'instructor') as account, sum(amount)::float8 as amount
       from billing.ledger_entries join billing.ledger_transactions t on t.id = transaction_id
       where split_part(reference, ':', 2) in (
         select $1::text union select id::text from billing.refunds where payment_id = $1::uuid
         union select id::text from billing.disputes where payment_id = $1::uuid)
       group by account having sum(amount) <> 0`,
      [paymentId, instructor.id],
    );
    return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
  }

  const UNTOUCHED = {
    'assets:stripe': -4_824,
    'expenses:stripe_fees': -175,
    'income:course_purchase': 1_500,
    'payable:instructor': 3_499,
  };

  function decide({ intentId }: Bought, evidence: string): Promise<Stripe.Dispute> {
    const dispute = azora.stripe.store.all('dispute').find(({ payment_intent }) => payment_intent === intentId);
    return stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: evidence } });
  }

  describe('and refunded in the dashboard of Stripe', () => {
    it('in part, stays the learner’s; in whole, ends; and can be bought and is charged again', async () => {
      const bought = await buy();
      await stripe.refunds.create({ payment_intent: bought.intentId, amount: 1_000 });
      await becomes(bought, { refunded: { amount: 1_000 }, refunds: [{ reason: 'other', state: 'succeeded' }] });
      expect((await left(bought))['payable:instructor']).toBe(2_799);
      await learns(bought.learner, bought.courseId, true);

      await stripe.refunds.create({ payment_intent: bought.intentId });
      await becomes(bought, { refunded: { amount: 4_999 } });
      await learns(bought.learner, bought.courseId, false);
      expect(await left(bought)).toEqual({ 'assets:stripe': 175, 'expenses:stripe_fees': -175 });

      const again = await payFor(bought.courseId, bought.learner, 'pm_card_visa');
      expect(again.intentId).not.toBe(bought.intentId);
      expect(await left({ ...bought, ...again })).toEqual(UNTOUCHED);
    });

    it('has the money again when the bank sends it back', async () => {
      const bought = await buy('pm_card_refundFail');
      await stripe.refunds.create({ payment_intent: bought.intentId });
      await becomes(bought, { refunded: { amount: 4_999 } });
      azora.stripe.advance(BANK_DECIDES);
      await becomes(bought, {
        refunded: { amount: 0 },
        refunds: [{ state: 'failed', failure: { code: 'expired_or_canceled_card' } }],
      });
      expect(await left(bought)).toEqual(UNTOUCHED);
    });

    it('is the learner’s until a bank that takes its time has given the money', async () => {
      const bought = await buy('pm_card_pendingRefund');
      await stripe.refunds.create({ payment_intent: bought.intentId });
      await becomes(bought, { refunded: { amount: 0 }, refunds: [{ state: 'pending' }] });
      expect(await left(bought)).toEqual(UNTOUCHED);
      expectProblem(
        await support.api.once().post('/api/payments/refund', { paymentId: bought.paymentId, reason: 'duplicate' }),
        409,
        'refund_exceeds_payment',
      );
      azora.stripe.advance(BANK_DECIDES);
      await becomes(bought, { refunded: { amount: 4_999 }, refunds: [{ state: 'succeeded' }] });
      await learns(bought.learner, bought.courseId, false);
    });
  });

  describe('and disputed', () => {
    it('can not be refunded, and is as before when the dispute is won', async () => {
      const bought = await buy('pm_card_createDispute');
      const { disputes } = await becomes(bought, {
        disputes: [{ state: 'needs_response', funds: 'withdrawn', reason: 'fraudulent', amount: { amount: 4_999 } }],
      });
      expect(disputes[0]?.evidenceDueAt).toMatch(/^\d{4}-/);
      expect(await left(bought)).toEqual({ 'assets:stripe': 1_675, 'expenses:stripe_fees': -1_675 });
      for (const { api } of [support, bought.learner]) {
        const body = { paymentId: bought.paymentId, reason: 'requested_by_customer' };
        expectProblem(await api.once().post('/api/payments/refund', body), 409, 'payment_disputed');
      }
      await decide(bought, 'winning_evidence');
      await becomes(bought, { disputes: [{ state: 'under_review', closedAt: null }] });
      azora.stripe.advance(BANK_DECIDES);
      await becomes(bought, { disputes: [{ state: 'won', funds: 'returned' }] });
      expect(await left(bought)).toEqual(UNTOUCHED);
      await learns(bought.learner, bought.courseId, true);
    });

    it('is the learner’s no more when the dispute is lost, and can be bought again', async () => {
      const bought = await buy('pm_card_createDisputeProductNotReceived');
      await learns(bought.learner, bought.courseId, true);
      await decide(bought, 'losing_evidence');
      azora.stripe.advance(BANK_DECIDES);
      await becomes(bought, { refunded: { amount: 0 }, disputes: [{ state: 'lost', funds: 'withdrawn' }] });
      await learns(bought.learner, bought.courseId, false);
      expect(await left(bought)).toEqual({ 'assets:stripe': 1_675, 'expenses:stripe_fees': -1_675 });
      await payFor(bought.courseId, bought.learner, 'pm_card_visa');
    });

    it('costs the platform what was refunded while the bank only inquired', async () => {
      const bought = await buy('pm_card_createDisputeInquiry');
      await becomes(bought, { disputes: [{ state: 'inquiry', funds: 'kept' }] });
      const body = { paymentId: bought.paymentId, amount: 1_000, reason: 'other' };
      expect((await support.api.once().post('/api/payments/refund', body)).status).toBe(200);
      await decide(bought, 'escalate_inquiry_evidence');
      azora.stripe.advance(BANK_DECIDES);
      await becomes(bought, { disputes: [{ state: 'needs_response', funds: 'withdrawn' }] });
      expect(await left(bought)).toEqual({
        'assets:stripe': 2_675,
        'expenses:chargeback_losses': -1_000,
        'expenses:stripe_fees': -1_675,
      });
    });

    it('ends with the dispute over what refunds have left of it', async () => {
      const bought = await buy();
      await stripe.refunds.create({ payment_intent: bought.intentId, amount: 1_000 });
      azora.stripe.dispute(bought.intentId);
      await becomes(bought, { refunded: { amount: 1_000 }, disputes: [{ amount: { amount: 3_999 } }] });
      await decide(bought, 'losing_evidence');
      azora.stripe.advance(BANK_DECIDES);
      await learns(bought.learner, bought.courseId, false);
    });

    // Last, because the clock does not go back.
    it('comes to its end although nothing is heard any more, and Stripe is away at first', async () => {
      const bought = await buy('pm_card_createDispute');
      await becomes(bought, { disputes: [{ state: 'needs_response' }] });
      azora.stripe.setWebhook();
      azora.stripe.faults.add({ fault: 'answer_lost', on: 'GET /v1/disputes*', times: EVERY_TRY });
      const reconciling = azora.app.get(Reconcile, { strict: false });
      const checkAt = async () => {
        const due = 'select check_at::text as at from billing.disputes where payment_id = $1';
        return (await rowsOf<{ at: string | null }>(azora, due, [bought.paymentId]))[0]?.at;
      };

      await eventually(() => azora.stripe.store.all('delivery').every(({ state }) => state === 'delivered'));
      await eventually(async () => (await rowsOf(azora, UNHANDLED)).length === 0);
      const before = await checkAt();
      azora.clock.advance({ hours: 2 });
      await reconciling.reconcile('disputes');
      expect(await checkAt()).not.toBe(before);
      for (let day = 0; day < 10; day += 1) {
        azora.clock.advance({ days: 1, minutes: 1 });
        await reconciling.reconcile('disputes');
      }
      const learner = { ...bought.learner, api: await anew(azora, bought.learner) };
      expect(await shown({ ...bought, learner })).toMatchObject({ disputes: [{ state: 'lost' }] });
      expect(await checkAt()).toBeNull();
      await learns(learner, bought.courseId, false);
    });
  });
});
