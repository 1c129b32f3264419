import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { Reconcile } from './reconcile.ts';

const REFUND = 'POST /v1/refunds';

describe('An error that the provider keeps under a key', () => {
  let azora: Azora;
  let admin: Person;
  let instructor: Person;
  let learner: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.stripe.setWebhook();
    [admin, instructor, learner] = await Promise.all([anAdmin(azora), anInstructor(azora), aLearner(azora)]);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  async function buy(paymentMethod = 'pm_card_visa') {
    const { id: courseId } = await aPublishedCourse(instructor);
    return (await learner.api.once().post('/api/courses/purchase', { courseId, paymentMethod })).body;
  }

  function refund(paymentId: string, key?: string) {
    return admin.api.once(key).post('/api/payments/refund', { paymentId, reason: 'duplicate' });
  }

  function reconcile(minutes: number): Promise<void> {
    azora.clock.advance({ minutes });
    return azora.app.get(Reconcile, { strict: false }).reconcile('refunds');
  }

  async function refundsOf(paymentId: string) {
    return rowsOf<{ state: string; code: string | null }>(
      azora,
      `select state, failure ->> 'code' as code from billing.refunds where payment_id = $1 order by id`,
      [paymentId],
    );
  }

  it('before a refund was made ends it when nothing can follow any more, and lets another be made', async () => {
    const { paymentId } = await buy();
    const key = crypto.randomUUID();
    azora.stripe.faults.add({ fault: 'server_error', on: REFUND, times: 1 });
    expectProblem(await refund(paymentId, key), 503, 'provider_unavailable');
    await reconcile(1);
    await reconcile(4);
    expectProblem(await refund(paymentId), 409, 'refund_exceeds_payment');
    expect(await refundsOf(paymentId)).toEqual([{ state: 'unknown', code: null }]);
    await reconcile(1);
    expect(await refundsOf(paymentId)).toEqual([{ state: 'failed', code: 'never_made' }]);
    expect((await refund(paymentId, key)).body).toMatchObject({ state: 'failed', failure: { code: 'never_made' } });
    expect((await refund(paymentId)).body.state).toBe('succeeded');
    expect(azora.stripe.store.all('refund')).toHaveLength(1);
  });

  it('after a refund was made keeps nobody from finding it', async () => {
    const { paymentId } = await buy();
    const before = azora.stripe.store.all('refund').length;
    azora.stripe.faults.add({ fault: 'server_error', effect: true, on: REFUND, times: 1 });
    expectProblem(await refund(paymentId), 503, 'provider_unavailable');
    await reconcile(1);
    expect(await refundsOf(paymentId)).toEqual([{ state: 'succeeded', code: null }]);
    expect(azora.stripe.store.all('refund')).toHaveLength(before + 1);
  });

  it.each([false, true])(
    'while a declined attempt was closed (effect: %s) does not stand in the way of the next',
    async effect => {
      const { purpose, reference } = await buy('pm_card_chargeDeclined');
      const pay = () =>
        learner.api.once().post('/api/payments/process', { purpose, reference, paymentMethod: 'pm_card_visa' });
      azora.stripe.faults.add({ fault: 'server_error', effect, on: 'POST /v1/payment_intents/*/cancel', times: 1 });
      expectProblem(await pay(), 503, 'provider_unavailable');
      expect((await pay()).body.payment.state).toBe('succeeded');
    },
  );
});
