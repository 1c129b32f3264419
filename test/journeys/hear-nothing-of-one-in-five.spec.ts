import { MoneyLedger } from '../../src/billing/domain/money-ledger.ts';
import { Reconcile } from '../../src/billing/processes/reconcile.ts';
import { ReconcileWithProvider } from '../../src/billing/processes/reconcile-with-provider.ts';
import type { PostgresLedger } from '../../src/kernel/ledger/postgres-ledger.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

const SEED = Number(process.env.SEED ?? 1);
const BUYERS = 24;
const CARDS = ['pm_card_visa', 'pm_card_amex', 'pm_card_chargeDeclined', 'pm_card_jcb'];
/** As the provider is asked again: after minutes, hours and days. */
const PATIENCE = [
  { minutes: 1 },
  { minutes: 1 },
  { minutes: 5 },
  { hours: 1 },
  { hours: 2 },
  ...Array(7).fill({ hours: 24 }),
];
const MONEY = ['POST /v1/customers', 'POST /v1/payment_intents', 'POST /v1/refunds'];

describe('When one answer of Stripe in five is lost, and some errors are kept,', () => {
  let azora: Azora;
  let admin: Person;
  let buyers: Person[];
  let course: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' }, chance: chanceOf(SEED) });
    azora.stripe.setWebhook();
    admin = await anAdmin(azora);
    course = (await aPublishedCourse(await anInstructor(azora))).id;
    buyers = await Promise.all(Array.from({ length: BUYERS }, () => aLearner(azora)));
    azora.stripe.faults.add({ fault: 'answer_lost', on: '*', probability: 0.2 });
    for (const on of MONEY) {
      azora.stripe.faults.add({ fault: 'server_error', on, probability: 0.15 });
      azora.stripe.faults.add({ fault: 'server_error', on, probability: 0.15, effect: true });
    }
  });

  afterAll(() => azora.stop());

  function buy({ api }: Person, paymentMethod: string | undefined) {
    return api.once().post('/api/courses/purchase', { courseId: course, paymentMethod });
  }

  async function letTimePass(): Promise<void> {
    for (const later of PATIENCE) {
      azora.clock.advance(later);
      await azora.app.get(Reconcile, { strict: false }).reconcile('payments');
      await azora.app.get(Reconcile, { strict: false }).reconcile('refunds');
    }
  }

  function statesOf(table: 'payments' | 'refunds') {
    return rowsOf<{ id: string; state: string; code: string | null }>(
      azora,
      `select id, state, failure ->> 'code' as code from billing.${table} order by id`,
    );
  }

  async function expectLedgerLikeStripe(): Promise<void> {
    const net = azora.stripe.store.all('balance_transaction').reduce((sum, transaction) => sum + transaction.net, 0);
    const ledger = azora.app.get<PostgresLedger>(MoneyLedger, { strict: false });
    expect(await ledger.balance('assets:stripe', 'USD')).toBe(-net);
    expect(await ledger.balance('clearing:stripe', 'USD')).toBe(0);
    expect(await ledger.balance('clearing:refunds', 'USD')).toBe(0);
    expect(await ledger.faults()).toEqual([]);
  }

  it('every payment ends by itself, and none is made twice', async () => {
    for (const [n, buyer] of buyers.entries()) await buy(buyer, CARDS[n % CARDS.length]);
    expect((await statesOf('payments')).some(({ state }) => state === 'unknown')).toBe(true);
    await letTimePass();
    const states = (await statesOf('payments')).map(({ state }) => state);
    expect(states.filter(state => state !== 'succeeded' && state !== 'failed')).toEqual([]);
    const charged = azora.stripe.store.all('payment_intent').filter(({ status }) => status === 'succeeded');
    expect(charged).toHaveLength(states.filter(state => state === 'succeeded').length);
    await expectLedgerLikeStripe();
  });

  it('every refund ends by itself, and none is made twice', async () => {
    const paid = (await statesOf('payments')).filter(({ state }) => state === 'succeeded');
    for (const { id: paymentId } of paid)
      await admin.api.once().post('/api/payments/refund', { paymentId, amount: 1_000, reason: 'duplicate' });
    await letTimePass();
    const states = (await statesOf('refunds')).map(({ state }) => state);
    expect(states).toHaveLength(paid.length);
    expect(states.filter(state => state !== 'succeeded' && state !== 'failed')).toEqual([]);
    const made = azora.stripe.store.all('refund');
    expect(made).toHaveLength(states.filter(state => state === 'succeeded').length);
    await expectLedgerLikeStripe();
  });

  it('who was never charged can pay, and the day is found to agree', async () => {
    azora.stripe.faults.clear();
    expect((await statesOf('payments')).filter(({ code }) => code === 'never_made')).not.toEqual([]);
    for (const buyer of buyers) await buy(buyer, 'pm_card_visa');
    const paid = (await statesOf('payments')).filter(({ state }) => state === 'succeeded');
    expect(paid).toHaveLength(BUYERS);
    await expectLedgerLikeStripe();
    azora.clock.advance({ days: 2 });
    await azora.app.get(ReconcileWithProvider, { strict: false }).reconcile();
    const { body } = await admin.api.get('/api/finance/reconciliation');
    expect(body).toMatchObject({ differences: 0, page: { items: [] } });
  });
});

/** Numbers from 0 to 1 that look like chance and are the same each time. */
function chanceOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
}
