import { HandleProviderEvent } from '../../src/billing/processes/handle-provider-event.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

type Balances = Record<string, number>;

function since(before: Balances, after: Balances): Balances {
  const accounts = Object.keys({ ...before, ...after });
  const moved = accounts.map(account => [account, (after[account] ?? 0) - (before[account] ?? 0)] as const);
  return Object.fromEntries(moved.filter(([, amount]) => amount !== 0));
}

describe('A course in a currency that the platform has no balance in', () => {
  let azora: Azora;
  let admin: Person;
  let instructor: Person;
  let learner: Person;
  let paymentId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.stripe.settleIn('eur', 'usd', 1.08);
    [admin, instructor, learner] = await Promise.all([anAdmin(azora), anInstructor(azora), aLearner(azora)]);
  });

  afterAll(() => azora.stop());

  /** What the accounts hold, credits positive, those of payees without their names. */
  async function ledger(): Promise<Balances> {
    const { body } = await admin.api.get('/api/finance/ledger?limit=100');
    return Object.fromEntries(
      body.items
        .filter(({ balance }: { balance: number }) => balance !== 0)
        .map(({ account, currency, balance }: { account: string; currency: string; balance: number }) => [
          `${account.replace(instructor.id, 'instructor')} ${currency}`,
          balance,
        ]),
    );
  }

  async function balanceAtStripe(): Promise<number> {
    const transactions = azora.stripe.store.all('balance_transaction');
    expect(transactions.map(({ currency }) => currency)).toEqual(transactions.map(() => 'usd'));
    return transactions.reduce((sum, { net }) => sum + net, 0);
  }

  /** Handles what has come by webhook until something has followed. */
  function heard<T>(follows: () => Promise<T | undefined | false>): Promise<T> {
    return eventually(async () => {
      const waiting = await rowsOf<{ id: string }>(
        azora,
        'select id from billing.provider_events where handled_at is null',
      );
      for (const { id } of waiting) await azora.app.get(HandleProviderEvent, { strict: false }).handle(id);
      return follows();
    });
  }

  async function disputes(state: string): Promise<{ id: string }[]> {
    return (await admin.api.get(`/api/admin/disputes?state=${state}`)).body.items;
  }

  function refund(amount?: number) {
    return admin.api.once().post('/api/payments/refund', { paymentId, amount, reason: 'duplicate' });
  }

  it('is paid in its own, and what arrives is booked in the other with the fee', async () => {
    const { id: courseId } = await aPublishedCourse(instructor, 4_999, 1, 'EUR');
    const { body } = await learner.api
      .once()
      .post('/api/courses/purchase', { courseId, paymentMethod: 'pm_card_visa' });
    paymentId = body.paymentId;
    expect(await ledger()).toEqual({
      'payable:instructor EUR': 3_499,
      'income:course_purchase EUR': 1_500,
      'exchange:stripe EUR': -4_999,
      'exchange:stripe USD': 5_399,
      'assets:stripe USD': -5_210,
      'expenses:stripe_fees USD': -189,
    });
    expect(await balanceAtStripe()).toBe(5_210);
  });

  it('is given back in its own, and what leaves is booked at the rate of that day', async () => {
    azora.stripe.settleIn('eur', 'usd', 1.2);
    expect((await refund(1_000)).body.state).toBe('succeeded');
    expect(await ledger()).toMatchObject({
      'exchange:stripe EUR': -3_999,
      'exchange:stripe USD': 4_199,
      'assets:stripe USD': -4_010,
      'expenses:stripe_fees USD': -189,
    });
    expect(await balanceAtStripe()).toBe(4_010);
    expect((await refund()).body.state).toBe('succeeded');
    expect(await ledger()).toEqual({
      'exchange:stripe USD': -600,
      'assets:stripe USD': 789,
      'expenses:stripe_fees USD': -189,
    });
    expect(await balanceAtStripe()).toBe(-789);
  });

  it('keeps fee and exchange as they were, whatever anybody says later', async () => {
    const [{ fee, exchange } = { fee: 0, exchange: {} }] = await rowsOf<{ fee: number; exchange: object }>(
      azora,
      'select fee, exchange from billing.payments where id = $1',
      [paymentId],
    );
    expect({ fee, exchange }).toEqual({ fee: 189, exchange: { currency: 'USD', gross: 5_399, rate: 1.08 } });
    for (const change of ['fee = 190', `exchange = null`, `exchange = exchange || '{"gross": 5400}'`])
      await expect(rowsOf(azora, `update billing.payments set ${change} where id = $1`, [paymentId])).rejects.toThrow(
        'stands',
      );
  });

  it('comes back as it went when the bank returns a refund', async () => {
    const { id: courseId } = await aPublishedCourse(instructor, 1_000, 1, 'EUR');
    const purchase = { courseId, paymentMethod: 'pm_card_refundFail' };
    paymentId = (await learner.api.once().post('/api/courses/purchase', purchase)).body.paymentId;
    const before = await ledger();
    expect((await refund()).body.state).toBe('succeeded');
    azora.clock.advance({ minutes: 2 });
    azora.stripe.advance(0);
    await heard(async () => {
      expect(await ledger()).toEqual(before);
      return true;
    });
    expect(await balanceAtStripe()).toBe(-(before['assets:stripe USD'] ?? 0));
  });

  it.each([
    ['losing_evidence', { 'assets:stripe USD': 1_871, 'expenses:stripe_fees USD': -1_871 }],
    [
      'winning_evidence',
      {
        'payable:instructor EUR': 700,
        'income:course_purchase EUR': 300,
        'exchange:stripe EUR': -1_000,
        'exchange:stripe USD': 1_300,
        'assets:stripe USD': -1_379,
        'expenses:stripe_fees USD': 79,
      },
    ],
  ])('is disputed, and settles at the rates of the days on which its money moved, with %s', async (evidence, left) => {
    const before = await ledger();
    azora.stripe.settleIn('eur', 'usd', 1.2);
    const { id: courseId } = await aPublishedCourse(instructor, 1_000, 1, 'EUR');
    const purchase = { courseId, paymentMethod: 'pm_card_createDispute' };
    expect((await learner.api.once().post('/api/courses/purchase', purchase)).status).toBe(201);
    const { id } = await heard(async () => (await disputes('needs_response')).at(0));
    azora.stripe.settleIn('eur', 'usd', 1.3);
    const answer = await admin.api.once().post(`/api/admin/disputes/${id}/evidence`, { text: evidence });
    expect(answer.body).toMatchObject({ state: 'under_review' });
    azora.stripe.advance(60);
    await heard(async () => (await disputes('under_review')).length === 0);
    expect(since(before, await ledger())).toEqual(left);
    expect(await balanceAtStripe()).toBe(-((await ledger())['assets:stripe USD'] ?? 0));
  });
});
