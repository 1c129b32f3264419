import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { paymentDetailView, refundView } from '../billing.contract.ts';

describe('Refunds over HTTP', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let support: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [instructor, learner, support] = await Promise.all([
      anInstructor(azora),
      aLearner(azora),
      someoneWith(azora, 'support'),
    ]);
  });

  afterAll(() => azora.stop());

  async function aPayment(paymentMethod: string | undefined = 'pm_card_visa'): Promise<string> {
    const { id: courseId } = await aPublishedCourse(instructor);
    return (await learner.api.once().post('/api/courses/purchase', { courseId, paymentMethod })).body.paymentId;
  }

  function refund({ api }: Person, paymentId: string, more: object = {}, key?: string): Promise<Answer> {
    return api.once(key).post('/api/payments/refund', { paymentId, reason: 'requested_by_customer', ...more });
  }

  async function shown(paymentId: string) {
    return paymentDetailView.parse((await learner.api.get(`/api/payments/${paymentId}`)).body);
  }

  it.each(['support', 'admin'] as const)(
    'are given by %s of any payment, in parts, until nothing is left',
    async role => {
      const person = await someoneWith(azora, role);
      const paymentId = await aPayment();
      const part = await refund(person, paymentId, { amount: 1_000, reason: 'duplicate', note: 'Bought twice.' });
      expect(part.status).toBe(200);
      expect(refundView.parse(part.body)).toMatchObject({
        paymentId,
        amount: { amount: 1_000, currency: 'USD' },
        reason: 'duplicate',
        note: 'Bought twice.',
        state: 'succeeded',
        failure: null,
      });
      expectProblem(await refund(person, paymentId, { amount: 4_000 }), 409, 'refund_exceeds_payment');
      expect((await refund(person, paymentId)).body).toMatchObject({ amount: { amount: 3_999 }, state: 'succeeded' });
      expectProblem(await refund(person, paymentId), 409, 'refund_exceeds_payment');
      expect(await shown(paymentId)).toMatchObject({
        state: 'succeeded',
        refunded: { amount: 4_999, currency: 'USD' },
        refunds: [{ amount: { amount: 1_000 } }, { amount: { amount: 3_999 } }],
      });
      const [{ acts } = { acts: 0 }] = await rowsOf<{ acts: number }>(
        azora,
        `select count(*)::int as acts from identity.audit_log where action = 'billing.refund_requested' and actor = $1`,
        [`user:${person.id}`],
      );
      expect(acts).toBe(2);
    },
  );

  it('are taken by who has paid, the whole of it', async () => {
    const paymentId = await aPayment();
    expectProblem(await refund(learner, paymentId, { amount: 1 }), 409, 'payment_not_refundable');
    expect(await refund(learner, paymentId)).toMatchObject({ status: 200, body: { state: 'succeeded' } });
    expect((await shown(paymentId)).refunded.amount).toBe(4_999);
  });

  it('are not taken by anybody else, to whom the payment does not exist', async () => {
    const paymentId = await aPayment();
    const stranger = await aLearner(azora);
    for (const person of [stranger, instructor])
      expectProblem(await refund(person, paymentId), 404, 'payment_not_found');
    expectProblem(await refund(support, crypto.randomUUID()), 404, 'payment_not_found');
    expect((await shown(paymentId)).refunds).toEqual([]);
  });

  it('are not given of what has not been paid', async () => {
    const paymentId = await aPayment('pm_card_authenticationRequired');
    const refused = await refund(support, paymentId);
    expectProblem(refused, 409, 'payment_not_refundable');
    expect(refused.body.state).toBe('requires_action');
    expectProblem(await refund(learner, paymentId), 409, 'payment_not_refundable');
  });

  it('are one for fifty calls with one key', async () => {
    const paymentId = await aPayment();
    const key = crypto.randomUUID();
    const before = azora.stripe.store.all('refund').length;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => refund(support, paymentId, { amount: 100 }, key)),
    );
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectProblem(answer, 409, 'operation_in_flight');
    const repeated = await refund(support, paymentId, { amount: 100 }, key);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    for (const { body } of answers.filter(({ status }) => status === 200)) expect(body).toEqual(repeated.body);
    expect((await shown(paymentId)).refunds).toHaveLength(1);
    expect(azora.stripe.store.all('refund')).toHaveLength(before + 1);
  });

  it('never exceed the payment, however many keys ask at once', async () => {
    const paymentId = await aPayment();
    const answers = await Promise.all(Array.from({ length: 12 }, () => refund(support, paymentId, { amount: 900 })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectProblem(answer, 409, 'refund_exceeds_payment');
    expect((await shown(paymentId)).refunded.amount).toBe(4_500);
  });

  // Last, because the clock does not go back.
  it('are taken within thirty days, and given at any time', async () => {
    const paymentId = await aPayment();
    azora.clock.advance({ days: 30, minutes: 1 });
    learner = await signedInAgain(learner);
    support = await signedInAgain(support);
    const refused = await refund(learner, paymentId);
    expectProblem(refused, 409, 'refund_window_over');
    expect(refused.body.days).toBe(30);
    expect(await refund(support, paymentId)).toMatchObject({ status: 200, body: { state: 'succeeded' } });
  });

  async function signedInAgain(person: Person): Promise<Person> {
    const password = 'correct horse battery staple';
    const { body } = await azora.api.post('/api/auth/login', { email: person.email, password });
    return { ...person, api: azora.api.as(body) };
  }
});
