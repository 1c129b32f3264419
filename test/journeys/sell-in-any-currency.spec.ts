import { CURRENCIES } from '../../src/kernel/domain/money.ts';
import { Azora } from '../support/azora.ts';
import { expectBooksOfStripe } from '../support/books.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

/** What is paid, how people read it, and what is given back of it first. */
const SALES: [amount: number, currency: string, text: string, part: number][] = [
  [50, 'USD', '0.50', 1],
  [99_999_999, 'USD', '999999.99', 33_333_333],
  [50, 'EUR', '0.50', 49],
  [30, 'GBP', '0.30', 29],
  [50, 'CAD', '0.50', 7],
  [12_345, 'AUD', '123.45', 5],
  [50, 'CHF', '0.50', 5],
  [50, 'JPY', '50', 1],
  [99_999_999, 'JPY', '99999999', 99_999_998],
  [1_000, 'KRW', '1000', 333],
  [1_250, 'KWD', '1.250', 1_240],
  [99_999_990, 'KWD', '99999.990', 33_333_330],
  [50, 'BHD', '0.050', 10],
];

describe('A course', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let support: Person;

  beforeAll(async () => {
    azora = await Azora.start();
    [instructor, learner, support] = await Promise.all([
      anInstructor(azora),
      aLearner(azora),
      someoneWith(azora, 'support'),
    ]);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  function offer(amount: unknown, currency: string) {
    const lessons = [{ title: 'One', body: '', preview: false }];
    return instructor.api.post('/api/courses/upload', {
      title: 'Compilers',
      summary: '',
      price: { amount, currency },
      lessons,
    });
  }

  async function buy(amount: number, currency: string) {
    const { body } = await offer(amount, currency);
    await instructor.api.post(`/api/courses/${body.id}/publish`);
    const purchase = { courseId: body.id, paymentMethod: 'pm_card_visa' };
    return learner.api.once().post('/api/courses/purchase', purchase);
  }

  function refund(paymentId: string, amount?: number) {
    return support.api.once().post('/api/payments/refund', { paymentId, amount, reason: 'other' });
  }

  it('is sold in each currency there is', () => {
    expect(new Set(SALES.map(([, currency]) => currency))).toEqual(new Set(CURRENCIES));
  });

  it.each(SALES)(
    'for %i minor units of %s is paid, read as %s, given back in parts and booked to the last of them',
    async (amount, currency, text, part) => {
      const bought = await buy(amount, currency);
      expect(bought).toMatchObject({ status: 201, body: { price: { amount, currency }, paymentState: 'succeeded' } });
      const { paymentId } = bought.body;
      const receipt = `/api/payments/${paymentId}/receipt`;
      expect((await learner.api.get(receipt)).body.amount).toEqual({ amount, currency });
      expect((await learner.api.with({ accept: 'text/html' }).get(receipt)).body).toContain(`>${text} ${currency}<`);
      const csv = await learner.api.with({ accept: 'text/csv' }).get('/api/payments/history');
      expect(csv.body.split('\r\n')[1]).toContain(`,succeeded,${text},${currency},`);

      expect((await refund(paymentId, part)).body).toMatchObject({
        state: 'succeeded',
        amount: { amount: part, currency },
      });
      expect((await refund(paymentId)).body).toMatchObject({ state: 'succeeded', amount: { amount: amount - part } });
      await eventually(async () => (await learner.api.get('/api/courses/mine')).body.items.length === 0);
      await expectBooksOfStripe(azora);
    },
  );

  it.each([
    [49, 'USD'],
    [29, 'GBP'],
    [49, 'JPY'],
    [1, 'KWD'],
    [5_124, 'KWD'],
    [99_999_999, 'BHD'],
    [100_000_000, 'JPY'],
    [-50, 'KRW'],
    [49.5, 'EUR'],
    [2 ** 53, 'USD'],
    ['1e3', 'USD'],
  ])('is not offered for %p %s, with which no card can be charged', async (amount, currency) => {
    const refused = await offer(amount, currency);
    expectProblem(refused, 422, 'invalid_input');
    expect(refused.body.errors[0].pointer).toBe('/price/amount');
  });

  it.each(['HUF', 'TWD', 'UGX', 'ISK', 'usd', 'XXX'])('is not offered in %s', async currency => {
    const refused = await offer(10_000, currency);
    expectProblem(refused, 422, 'invalid_input');
    expect(refused.body.errors[0].pointer).toBe('/price/currency');
  });

  it('is not given back by an amount that no card knows', async () => {
    const { paymentId } = (await buy(5_120, 'KWD')).body;
    const refused = await refund(paymentId, 1_234);
    expectProblem(refused, 400, 'refund_amount_uneven');
    expect(refused.body.step).toBe(10);
    for (const amount of ['1e309', '-1e309', '0', '-10', '9007199254740992', '"1e3"', 'null']) {
      const body = `{"paymentId":"${paymentId}","reason":"other","amount":${amount}}`;
      const json = support.api.once().with({ 'content-type': 'application/json' });
      expectProblem(await json.post('/api/payments/refund', body), 422, 'invalid_input');
    }
    expect((await refund(paymentId)).body).toMatchObject({ state: 'succeeded', amount: { amount: 5_120 } });
  });

  it('whose price the provider finds too small after all is refused, and nothing is charged', async () => {
    azora.stripe.faults.add({ fault: 'refused', code: 'amount_too_small', on: 'POST /v1/payment_intents' });
    const before = azora.stripe.store.all('charge').length;
    const refused = await buy(10, 'KRW');
    expectProblem(refused, 402, 'payment_declined');
    expect(refused.body.reason).toBe('amount_too_small');
    expect(azora.stripe.store.all('charge')).toHaveLength(before);
  });
});
