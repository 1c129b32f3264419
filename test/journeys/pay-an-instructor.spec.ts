import { Azora } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { mailTo } from '../support/mails.ts';
import { aLearner, anAdmin, anew, anInstructor, PASSWORD, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { rowsOf } from '../support/stored.ts';

/** An instructor sells, waits, is paid, has to give back, earns it again, and leaves. */
describe('Paying an instructor', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let admin: Person;
  let courseId: string;
  let paymentId: string;

  beforeAll(async () => {
    azora = await Azora.start();
    [instructor, learner, admin] = await Promise.all([anInstructor(azora), aLearner(azora), anAdmin(azora)]);
    courseId = (await aPublishedCourse(instructor)).id;
    paymentId = await sell(learner);
  });

  afterEach(async () => {
    const faults = await rowsOf(azora, 'select * from billing.ledger_faults()');
    expect(faults).toEqual([]);
  });
  afterAll(() => azora.stop());

  async function sell({ api }: Person, id = courseId): Promise<string> {
    const { body } = await api.once().post('/api/courses/purchase', { courseId: id, paymentMethod: 'pm_card_visa' });
    return body.paymentId;
  }

  /** Lets time pass, after which everybody signs in again. */
  async function pass(days: number): Promise<void> {
    azora.clock.advance({ days });
    azora.stripe.advance(0);
    for (const person of [instructor, learner, admin]) Object.assign(person, { api: await anew(azora, person) });
  }

  async function balance() {
    const { balances, account } = (await instructor.api.get('/api/payouts/balance')).body;
    const [usd] = balances;
    return {
      account: account.state,
      payable: usd.payable.amount,
      available: usd.available.amount,
      held: usd.held.map(({ amount }: { amount: { amount: number } }) => amount.amount),
      debt: usd.debt.amount,
    };
  }

  function request() {
    return instructor.api.once().post('/api/payouts/request', { currency: 'USD' });
  }

  async function ledger(account: string): Promise<number> {
    const { body } = await admin.api.get('/api/finance/ledger?limit=100');
    return body.items.find((item: { account: string }) => item.account === account)?.balance ?? 0;
  }

  it('begins with a sale that is held, and an account that Stripe asks about', async () => {
    expect(await balance()).toEqual({ account: 'none', payable: 3_499, available: 0, held: [3_499], debt: 0 });
    const { body } = await instructor.api.post('/api/payouts/onboard');
    await fetch(body.url, { method: 'POST', body: 'outcome=complete', redirect: 'manual' });
    await eventually(async () => (await balance()).account === 'ready');
    expectProblem(await request(), 409, 'nothing_available');
  });

  it('pays when learners can not take it back any more, and says so by mail', async () => {
    await pass(30);
    expect(await balance()).toMatchObject({ payable: 3_499, available: 3_499, held: [] });
    expect((await request()).body).toMatchObject({ state: 'paid', amount: { amount: 3_499, currency: 'USD' } });
    expect(await balance()).toMatchObject({ payable: 0, available: 0, debt: 0 });
    expect(await ledger('clearing:payouts')).toBe(0);
    const { text } = await mailTo(instructor.email, 'Your payout of 34.99 USD');
    expect(text).toContain('Payout: 34.99 USD');
  });

  it('leaves a debt when the support gives the sale back, and shows it', async () => {
    const body = { paymentId, reason: 'requested_by_customer' };
    expect((await admin.api.once().post('/api/payments/refund', body)).status).toBe(200);
    expect(await balance()).toMatchObject({ payable: 0, available: 0, held: [], debt: 3_499 });
    expect(await ledger(`receivable:${instructor.id}`)).toBe(-3_499);
  });

  it('lets the next sale settle the debt, and pays what comes after it', async () => {
    await sell(await aLearner(azora));
    expect(await balance()).toMatchObject({ payable: 0, available: 0, held: [], debt: 0 });
    expect(await ledger(`receivable:${instructor.id}`)).toBe(0);
    await pass(1);
    paymentId = await sell(await aLearner(azora));
    expect(await balance()).toMatchObject({ payable: 3_499, available: 0, held: [3_499], debt: 0 });
    await pass(29);
    expect(await balance()).toMatchObject({ payable: 3_499, available: 0, held: [3_499] });
    await pass(1);
    expect(await balance()).toMatchObject({ payable: 3_499, available: 3_499, held: [] });
  });

  it('says by mail why it has failed, and pays it the next time', async () => {
    azora.stripe.faults.add({ fault: 'refused', on: 'POST /v1/transfers', code: 'balance_insufficient', times: 1 });
    expect((await request()).body).toMatchObject({ state: 'failed', failure: { code: 'balance_insufficient' } });
    const { text } = await mailTo(instructor.email, 'Your payout of 34.99 USD has failed');
    expect(text).toContain("Reason: The platform's balance at Stripe does not suffice right now.");
    expect(await balance()).toMatchObject({ available: 3_499 });
    expect((await request()).body).toMatchObject({ state: 'paid' });
  });

  it('owes exactly the part of a refund after the payout, and every sale settles that first, as far as it goes', async () => {
    const refund = { paymentId, amount: 1_000, reason: 'requested_by_customer' };
    expect((await admin.api.once().post('/api/payments/refund', refund)).status).toBe(200);
    expect(await balance()).toMatchObject({ payable: 0, debt: 700 });
    expect(await ledger(`receivable:${instructor.id}`)).toBe(-700);
    const { id: cheaper } = await aPublishedCourse(instructor, 500);
    for (const standing of [
      { payable: 0, debt: 350 },
      { payable: 0, debt: 0 },
      { payable: 350, debt: 0 },
    ]) {
      await sell(await aLearner(azora), cheaper);
      expect(await balance()).toMatchObject(standing);
      expect(await ledger(`receivable:${instructor.id}`)).toBe(-standing.debt || 0);
    }
  });

  it('pays what is left when they have gone, however little', async () => {
    const { sections } = (await instructor.api.get('/api/me/export')).body;
    expect(sections.billing).toMatchObject({
      payoutAccountAtStripe: expect.stringMatching(/^acct_/),
      earnings: [
        { reversed: 3_499 },
        { reversed: 0 },
        { amount: 3_499, reversed: 700 },
        ...Array(3).fill({ amount: 350, reversed: 0, currency: 'USD' }),
      ],
      payouts: [{ state: 'paid' }, { state: 'failed' }, { state: 'paid' }],
    });
    expect((await instructor.api.send('DELETE', '/api/me', { password: PASSWORD })).status).toBe(200);
    await eventually(async () => {
      const closed = await rowsOf(azora, 'select from billing.payout_accounts where closed_at is not null');
      return closed.length === 1;
    });

    azora.clock.advance({ days: 30 });
    const api = await anew(azora, admin);
    const { body: run } = await api.once().post('/api/admin/payouts/run');
    await eventually(async () => {
      const { body } = await api.get(`/api/admin/payouts/runs/${run.id}/lines`);
      expect(body.items).toMatchObject([{ payeeId: instructor.id, available: { amount: 350 }, outcome: 'paid' }]);
      return true;
    });
    const { body } = await api.get('/api/finance/ledger?limit=100');
    const payable = body.items.find(({ account }: { account: string }) => account === `payable:${instructor.id}`);
    expect(payable.balance).toBe(0);
  });
});
