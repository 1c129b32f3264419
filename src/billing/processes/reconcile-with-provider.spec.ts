import { CommandBus } from '@nestjs/cqrs';
import { register } from 'prom-client';
import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { Entry } from '../../kernel/domain/ledger.ts';
import { CompleteReconciliation } from '../commands/complete-reconciliation.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { ReconcileWithProvider } from './reconcile-with-provider.ts';
import { SweepProviderEvents } from './sweep-provider-events.ts';
import { WatchBooks } from './watch-books.ts';

const NOBODY_LISTENS = { WORKERS: 'off' };

describe('Comparing the ledger with the provider', () => {
  let azora: Azora;
  let admin: Person;
  let learner: Person;
  let courses: string[];

  beforeAll(async () => {
    azora = await Azora.start({ environment: NOBODY_LISTENS });
    azora.stripe.setWebhook();
    azora.stripe.settleIn('eur', 'usd', 1.08);
    const instructor = await anInstructor(azora);
    [admin, learner] = await Promise.all([anAdmin(azora), aLearner(azora)]);
    courses = await Promise.all(
      ['USD', 'USD', 'EUR', 'USD'].map(
        async (currency, n) => (await aPublishedCourse(instructor, 4_999 + n, 1, currency)).id,
      ),
    );
  });

  beforeEach(async () => {
    learner = await aLearner(azora);
    // A new day, in the middle of it.
    azora.clock.advance({ minutes: (36 * 60 - minutesOfDay()) % 1_440 || 1_440 });
  });

  afterAll(() => azora.stop());

  function minutesOfDay(): number {
    const now = azora.clock.now();
    return now.getUTCHours() * 60 + now.getUTCMinutes();
  }

  function stripe(): Stripe {
    const { port, secretKey } = azora.stripe;
    return new Stripe(secretKey, { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
  }

  /** A payment that nobody here knows. */
  function charge(amount: number, payment_method = 'pm_card_visa'): Promise<Stripe.PaymentIntent> {
    const cardsOnly = { enabled: true, allow_redirects: 'never' } as const;
    return stripe().paymentIntents.create({
      amount,
      currency: 'usd',
      payment_method,
      automatic_payment_methods: cardsOnly,
      confirm: true,
    });
  }

  function today(): string {
    return azora.clock.now().toISOString().slice(0, 10);
  }

  async function buy(course = 0, paymentMethod = 'pm_card_visa'): Promise<string> {
    const purchase = { courseId: courses[course], paymentMethod };
    return (await learner.api.once().post('/api/courses/purchase', purchase)).body.paymentId;
  }

  async function refund(paymentId: string, amount?: number): Promise<string> {
    const { body } = await admin.api.once().post('/api/payments/refund', { paymentId, amount, reason: 'duplicate' });
    return body.id;
  }

  async function providerIdOf(paymentId: string): Promise<string> {
    const [row] = await rowsOf<{ id: string }>(azora, 'select provider_id as id from billing.payments where id = $1', [
      paymentId,
    ]);
    return row?.id ?? '';
  }

  /** Books what does not come from the provider. */
  function book(subject: string, ...entries: Entry[]): Promise<void> {
    const reference = `${subject}:${newId()}`;
    const ledger = azora.app.get(MoneyLedger, { strict: false });
    return ledger.post({ reference, kind: 'correction', occurredAt: azora.clock.now(), entries });
  }

  function usd(account: string, amount: number): Entry {
    return { account, amount, currency: 'USD' };
  }

  /** The comparison of the present day, made in the night after it. */
  async function reportOfToday() {
    const day = today();
    azora.clock.advance({ minutes: 1_440 - minutesOfDay() + 200 });
    return reportOf(day);
  }

  async function reportOf(day: string) {
    await reconcile();
    const { status, body } = await admin.api.get(`/api/finance/reconciliation?day=${day}`);
    expect(status).toBe(200);
    return body;
  }

  function sweep(): Promise<void> {
    return azora.app.get(SweepProviderEvents, { strict: false }).sweep();
  }

  function reconcile(): Promise<void> {
    return azora.app.get(ReconcileWithProvider, { strict: false }).reconcile();
  }

  it('finds nothing where both agree: payments, refunds, declines, and what was settled in another currency', async () => {
    const day = today();
    const paid = await buy(0);
    await buy(1, 'pm_card_chargeDeclined');
    const euros = await buy(2);
    await refund(paid, 1_000);
    await refund(paid);
    await refund(euros, 500);
    const report = await reportOfToday();
    expect(report).toMatchObject({ from: day, to: day, differences: 0, others: [], page: { items: [] } });
    expect(report.totals).toEqual([
      {
        currency: 'USD',
        subjects: 5,
        providerAmount: 4_861,
        ledgerAmount: 4_861,
        providerFee: 364,
        ledgerFee: 364,
      },
    ]);
    expect(report.balances).toEqual([{ currency: 'USD', provider: 4_497, ledger: 4_497 }]);
  });

  it('names what only the provider has: money that nobody here knows, and a payment whose success was not heard of', async () => {
    const unknown = await charge(777);
    const unheard = await buy(0, 'pm_card_authenticationRequired');
    const intentId = await providerIdOf(unheard);
    azora.stripe.conclude(intentId, 'complete');
    const { page } = await reportOfToday();
    const missing = { kind: 'missing_in_ledger', currency: 'USD', ledger: null };
    expect(page.items).toEqual(
      expect.arrayContaining([
        {
          ...missing,
          subject: `payment:${unknown.id}`,
          paymentId: null,
          providerId: unknown.id,
          provider: { amount: 777, fee: 53 },
        },
        {
          ...missing,
          subject: `payment:${unheard}`,
          paymentId: unheard,
          providerId: intentId,
          provider: { amount: 4_999, fee: 175 },
        },
      ]),
    );
    expect(page.items).toHaveLength(2);
  });

  it('names what only the ledger has, and amounts and fees that differ, with both', async () => {
    const [dear, cheap, gone] = [await buy(0), await buy(1), newId()];
    await book(`payment:${dear}`, usd('assets:stripe', -1), usd('income:course_purchase', 1));
    await book(`payment:${cheap}`, usd('assets:stripe', 1), usd('expenses:stripe_fees', -1));
    await book(`payment:${gone}`, usd('assets:stripe', -100), usd('income:course_purchase', 100));
    const refunded = await refund(cheap, 100);
    await book(`refund:${refunded}`, usd('assets:stripe', 1), usd('income:course_purchase', -1));
    const { page, differences } = await reportOfToday();
    const expected = [
      {
        kind: 'amount_differs',
        subject: `payment:${dear}`,
        paymentId: dear,
        providerId: await providerIdOf(dear),
        currency: 'USD',
        provider: { amount: 4_999, fee: 175 },
        ledger: { amount: 5_000, fee: 175 },
      },
      {
        kind: 'fee_differs',
        subject: `payment:${cheap}`,
        paymentId: cheap,
        providerId: await providerIdOf(cheap),
        currency: 'USD',
        provider: { amount: 5_000, fee: 175 },
        ledger: { amount: 5_000, fee: 176 },
      },
      {
        kind: 'missing_at_provider',
        subject: `payment:${gone}`,
        paymentId: null,
        providerId: null,
        currency: 'USD',
        provider: null,
        ledger: { amount: 100, fee: 0 },
      },
      {
        kind: 'amount_differs',
        subject: `refund:${refunded}`,
        paymentId: cheap,
        providerId: expect.stringMatching(/^re_/),
        currency: 'USD',
        provider: { amount: -100, fee: 0 },
        ledger: { amount: -101, fee: 0 },
      },
    ];
    expect(page.items).toEqual(expect.arrayContaining(expected));
    expect(differences).toBe(expected.length);
    await azora.app.get(WatchBooks, { strict: false }).watch();
    expect((await register.getSingleMetric('reconciliation_differences')?.get())?.values).toMatchObject([{ value: 4 }]);
  });

  it('counts what was heard of on the next day to what it belongs to, and what the bank returned as nothing', async () => {
    const returned = await buy(0, 'pm_card_refundFail');
    await refund(returned, 1_000);
    const unheard = await buy(1, 'pm_card_authenticationRequired');
    azora.stripe.conclude(await providerIdOf(unheard), 'complete');
    const day = today();
    azora.clock.advance({ minutes: 1_440 - minutesOfDay() + 30 });
    await sweep();
    azora.clock.advance({ minutes: 90 });
    await sweep();
    expect((await learner.api.get(`/api/payments/${unheard}`)).body.state).toBe('succeeded');
    expect((await learner.api.get(`/api/payments/${returned}`)).body.refunded.amount).toBe(0);
    azora.clock.advance({ minutes: 90 });
    const { page, totals } = await reportOf(day);
    expect(page.items).toEqual([]);
    expect(totals).toMatchObject([{ subjects: 3, providerAmount: 9_999, ledgerAmount: 9_999 }]);
  });

  it('lists what nothing here answers to as such', async () => {
    await charge(100_000, 'pm_card_bypassPending');
    await stripe().payouts.create({ amount: 5_000, currency: 'usd' });
    const { others, page } = await reportOfToday();
    expect(others).toEqual([{ type: 'payout', currency: 'USD', count: 1, amount: -5_000, fee: 0 }]);
    expect(page.items).toHaveLength(1);
  });

  it('knows transfers by the payout that they carry, and their reversals by them', async () => {
    const payoutId = newId();
    await charge(100_000, 'pm_card_bypassPending');
    const account = await stripe().accounts.create({
      type: 'custom',
      country: 'US',
      business_type: 'individual',
      capabilities: { transfers: { requested: true } },
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        account_number: '000123456789',
        routing_number: '110000000',
      },
      tos_acceptance: { date: 1_700_000_000, ip: '127.0.0.1' },
    } as Stripe.AccountCreateParams);
    const transfer = await stripe().transfers.create({
      amount: 3_000,
      currency: 'usd',
      destination: account.id,
      metadata: { payout_id: payoutId },
    });
    await stripe().transfers.createReversal(transfer.id, { amount: 1_000 });
    await book(`payout:${payoutId}`, usd('assets:stripe', 2_000), usd('clearing:payouts', -2_000));
    const { page } = await reportOfToday();
    expect(page.items.filter(({ subject }: { subject: string }) => subject.startsWith('payout'))).toEqual([]);
  });

  it('walks over many pages, makes each day once however many are at it, and what was missed while nobody was there', async () => {
    for (let n = 0; n < 105; n++) await charge(1_000 + n);
    const day = today();
    azora.clock.advance({ days: 3 });
    await Promise.all([reconcile(), reconcile(), reconcile()]);
    const { body } = await admin.api.get(`/api/finance/reconciliation?day=${day}&limit=100`);
    expect(body.differences).toBe(105);
    expect(body.page.items).toHaveLength(100);
    const rest = await admin.api.get(`/api/finance/reconciliation?day=${day}&limit=100&cursor=${body.page.nextCursor}`);
    expect(rest.body.page.items).toHaveLength(5);
    expect(rest.body.page.nextCursor).toBeNull();
    const csv = await admin.api.with({ accept: 'text/csv' }).get(`/api/finance/reconciliation?day=${day}`);
    expect(csv.body.split('\r\n')).toHaveLength(1 + 105 + 1);

    const covered = await rowsOf<{ days: number; made: number }>(
      azora,
      `select (select count(*)::int from billing.reconciliations r
                 cross join generate_series(from_day, to_day, interval '1 day') d where requested_by is null) as days,
              (max(to_day) - min(from_day) + 1) as made from billing.reconciliations where requested_by is null`,
    );
    expect(covered[0]?.days).toBe(covered[0]?.made);
    const before = await rowsOf(azora, 'select * from billing.reconciliations order by id');
    await azora.app.get(CommandBus).execute(new CompleteReconciliation(body.id, azora.clock.now(), []));
    await reconcile();
    expect(await rowsOf(azora, 'select * from billing.reconciliations order by id')).toEqual(before);
  });

  it('that broke off hinders no other, and is begun again', async () => {
    const open = async () =>
      (await rowsOf(azora, 'select id from billing.reconciliations where completed_at is null')).length;
    await buy(0);
    const day = today();
    azora.clock.advance({ days: 1 });
    await admin.api.post('/api/finance/reconciliations', { from: day, to: day });
    azora.stripe.faults.add({ fault: 'refused', on: 'GET /v1/balance', times: 1 });
    await reconcile();
    expect(await open()).toBe(1);
    await reconcile();
    expect(await open()).toBe(0);
  });
});
