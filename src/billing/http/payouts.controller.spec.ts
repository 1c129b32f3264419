import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anAdmin, anew, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { payoutView } from '../billing.contract.ts';
import { payoutBalancesView } from '../queries/get-payout-balance.ts';
import { payeePayoutPageView } from '../queries/list-payouts.ts';
import { anEarning, fundedAtStripe } from '../testing/payouts.ts';

const APP = 'https://learn.example.org';

describe('Payouts over HTTP', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { APP_URL: APP, PAYOUT_MINIMUMS: 'USD:2000' } });
    await fundedAtStripe(azora);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  async function accountOf({ id }: Person): Promise<string> {
    const [row] = await rowsOf<{ id: string }>(
      azora,
      'select provider_id as id from billing.payout_accounts where user_id = $1',
      [id],
    );
    return row?.id ?? '';
  }

  async function balanceOf({ api }: Person) {
    const { status, body } = await api.get('/api/payouts/balance');
    expect(status).toBe(200);
    return payoutBalancesView.parse(body);
  }

  function ask({ api }: Person, wish: object = { currency: 'USD' }, key?: string): Promise<Answer> {
    return api.once(key).post('/api/payouts/request', wish);
  }

  /** Who has an account that can receive. */
  async function anOnboardedInstructor(): Promise<Person> {
    const instructor = await anInstructor(azora);
    await instructor.api.post('/api/payouts/onboard');
    azora.stripe.onboard(await accountOf(instructor));
    await eventually(async () => (await balanceOf(instructor)).account.state === 'ready');
    return instructor;
  }

  /** Who has also earned this, and waited for it. */
  async function anInstructorWith(amount: number): Promise<Person> {
    const instructor = await anOnboardedInstructor();
    await anEarning(azora, instructor.id, amount);
    azora.clock.advance({ days: 30 });
    return { ...instructor, api: await anew(azora, instructor) };
  }

  describe('begin with an account', () => {
    it('that is one for all windows, each with a fresh link to set it up', async () => {
      const instructor = await anInstructor(azora);
      const before = azora.stripe.store.all('account').length;
      const answers = await Promise.all([1, 2, 3].map(() => instructor.api.post('/api/payouts/onboard')));
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(body).toEqual({ url: expect.stringMatching(/\/onboarding\//), expiresAt: expect.any(String) });
        expect(new Date(body.expiresAt).getTime()).toBeGreaterThan(azora.clock.now().getTime());
      }
      expect(new Set(answers.map(({ body }) => body.url)).size).toBe(3);
      expect(azora.stripe.store.all('account')).toHaveLength(before + 1);
    });

    it('whose link leads to Stripe and back to the pages of the platform', async () => {
      const { api } = await anInstructor(azora);
      const { body } = await api.post('/api/payouts/onboard');
      const back = await fetch(body.url, { method: 'POST', body: 'outcome=leave', redirect: 'manual' });
      expect(back.headers.get('location')).toBe(`${APP}/payouts`);
      const spent = await fetch(body.url, { redirect: 'manual' });
      expect(spent.headers.get('location')).toBe(`${APP}/payouts/onboard`);
    });

    it('of which the payee sees what Stripe still wants, until it wants nothing', async () => {
      const instructor = await anInstructor(azora);
      expect((await balanceOf(instructor)).account).toEqual({ state: 'none', wanted: [] });
      await instructor.api.post('/api/payouts/onboard');
      expect((await balanceOf(instructor)).account).toEqual({
        state: 'onboarding',
        wanted: expect.arrayContaining(['business_type', 'external_account']),
      });
      azora.stripe.onboard(await accountOf(instructor));
      await eventually(async () => (await balanceOf(instructor)).account.state === 'ready');
      expect((await balanceOf(instructor)).account.wanted).toEqual([]);
    });

    it.each(['POST /v1/accounts', 'POST /v1/account_links'])(
      'and once more where Stripe did not answer %s, with the same account',
      async on => {
        const instructor = await anInstructor(azora);
        const before = azora.stripe.store.all('account').length;
        azora.stripe.faults.add({ fault: 'answer_lost', on, times: 6 });
        expectProblem(await instructor.api.post('/api/payouts/onboard'), 503, 'provider_unavailable');
        azora.stripe.faults.clear();
        expect((await instructor.api.post('/api/payouts/onboard')).status).toBe(200);
        expect(azora.stripe.store.all('account')).toHaveLength(before + 1);
      },
    );

    it('and not where Stripe refuses it', async () => {
      azora.stripe.faults.add({ fault: 'refused', on: 'POST /v1/accounts', code: 'account_invalid' });
      const { api } = await anInstructor(azora);
      expectProblem(await api.post('/api/payouts/onboard'), 409, 'payout_account_refused');
    });

    it('of which Stripe’s notices keep nothing about the person', async () => {
      const instructor = await anOnboardedInstructor();
      const notices = await rowsOf(
        azora,
        `select payload from billing.provider_events where type = 'account.updated' and payload::text like '%' || $1 || '%'`,
        [await accountOf(instructor)],
      );
      expect(notices.length).toBeGreaterThan(0);
      expect(JSON.stringify(notices)).not.toContain(instructor.email);
    });
  });

  it('show what is held until when, what is available, and what is owed', async () => {
    const instructor = await anInstructorWith(5_000);
    await anEarning(azora, instructor.id, 700);
    azora.clock.advance({ days: 1 });
    await anEarning(azora, instructor.id, 300);
    await anEarning(azora, instructor.id, 100);
    await anEarning(azora, instructor.id, 1_250, 'KWD');
    const api = await anew(azora, instructor);
    const on = (days: number) => new Date(azora.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const kwd = (amount: number) => ({ amount, currency: 'KWD' });
    const balance = await balanceOf({ ...instructor, api });
    expect(balance.balances).toEqual([
      {
        currency: 'KWD',
        payable: kwd(1_250),
        available: kwd(0),
        held: [{ availableOn: on(30), amount: kwd(1_250) }],
        debt: kwd(0),
        minimum: kwd(1_000),
      },
      {
        currency: 'USD',
        payable: usd(6_100),
        available: usd(5_000),
        held: [
          { availableOn: on(29), amount: usd(700) },
          { availableOn: on(30), amount: usd(400) },
        ],
        debt: usd(0),
        minimum: usd(2_000),
      },
    ]);
    expect(balance.nextRunAt).toMatch(/^\d{4}-\d\d-01T00:00:00.000Z$/);
    expect(new Date(balance.nextRunAt).getTime()).toBeGreaterThan(azora.clock.now().getTime());
  });

  it('pay all that is available, or a part of it', async () => {
    const instructor = await anInstructorWith(7_000);
    expectProblem(await ask(instructor, { currency: 'USD', amount: 7_001 }), 409, 'payout_exceeds_available');
    expectProblem(await ask(instructor, { currency: 'USD', amount: 1_999 }), 409, 'payout_below_minimum');
    const part = await ask(instructor, { currency: 'USD', amount: 2_500 });
    expect(part.status).toBe(200);
    expect(payoutView.parse(part.body)).toMatchObject({ state: 'paid', amount: { amount: 2_500 }, runId: null });
    expect((await ask(instructor)).body).toMatchObject({ state: 'paid', amount: { amount: 4_500 } });
    expectProblem(await ask(instructor), 409, 'nothing_available');
    expectProblem(await ask(instructor, { currency: 'EUR' }), 409, 'nothing_available');
    expect((await balanceOf(instructor)).balances[0]).toMatchObject({ payable: { amount: 0 }, held: [] });
  });

  it('are one for thirty calls with one key, and for thirty keys', async () => {
    for (const keys of [Array(30).fill(crypto.randomUUID()), Array.from({ length: 30 }, () => crypto.randomUUID())]) {
      const instructor = await anInstructorWith(5_000);
      const answers = await Promise.all(keys.map(key => ask(instructor, undefined, key)));
      const paid = answers.filter(({ status }) => status === 200);
      expect(new Set(paid.map(({ body }) => body.id)).size).toBe(1);
      for (const { status, body } of answers.filter(answer => answer.status !== 200))
        expect([status, ['operation_in_flight', 'nothing_available'].includes(body.code)]).toEqual([409, true]);
      expect((await instructor.api.get('/api/payouts')).body.items).toHaveLength(1);
    }
  });

  it('need an account, and one that can receive', async () => {
    const instructor = await anInstructor(azora);
    expectProblem(await ask(instructor), 409, 'payout_account_missing');
    await instructor.api.post('/api/payouts/onboard');
    const refused = await ask(instructor);
    expectProblem(refused, 409, 'payout_account_not_ready');
    expect(refused.body.state).toBe('onboarding');
  });

  it.each(['learner', 'support'] as const)('are not for a %s', async role => {
    const person = await someoneWith(azora, role);
    expectProblem(await ask(person), 403, 'forbidden');
    expectProblem(await person.api.post('/api/payouts/onboard'), 403, 'forbidden');
    expectProblem(await person.api.get('/api/admin/payouts'), 403, 'forbidden');
    expectProblem(await person.api.once().post('/api/admin/payouts/run'), 403, 'forbidden');
  });

  it('are listed newest first, by pages and by state: to payees their own, to administrators all', async () => {
    const [former, bob] = [await anInstructorWith(9_000), await anInstructorWith(5_000)];
    const ann = { ...former, api: await anew(azora, former) };
    const admin = await anAdmin(azora);
    const ids = [];
    for (const amount of [2_000, 2_500, 3_000]) ids.push((await ask(ann, { currency: 'USD', amount })).body.id);
    azora.stripe.faults.add({ fault: 'refused', on: 'POST /v1/transfers', code: 'account_invalid' });
    const failed = (await ask(bob)).body.id;

    const mine = async (query: string) => payeePayoutPageView.parse((await ann.api.get(`/api/payouts?${query}`)).body);
    const first = await mine('limit=2');
    expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const second = await mine(`limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ id: ids[0], payeeId: ann.id }], nextCursor: null });
    expect((await mine('state=failed')).items).toEqual([]);

    const all = (await admin.api.get('/api/admin/payouts?limit=4')).body.items;
    expect(all.map(({ id }: { id: string }) => id)).toEqual([failed, ...ids.toReversed()]);
    const failures = (await admin.api.get(`/api/admin/payouts?state=failed&payee=${bob.id}`)).body.items;
    expect(failures).toMatchObject([{ id: failed, payeeId: bob.id, failure: { code: 'account_invalid' } }]);
  });

  // A learner's purchase, because only catalog knows what was agreed.
  it('have the agreed rate of each sale in the books', async () => {
    const [instructor, learner] = [await anInstructor(azora), await aLearner(azora)];
    const { id: courseId } = await aPublishedCourse(instructor);
    const purchase = { courseId, paymentMethod: 'pm_card_visa' };
    const { body } = await learner.api.once().post('/api/courses/purchase', purchase);
    const earnings = await rowsOf(
      azora,
      'select sale, amount, basis_points, reversed from billing.earnings where payment_id = $1',
      [body.paymentId],
    );
    expect(earnings).toEqual([{ sale: 4_999, amount: 3_499, basis_points: 7_000, reversed: 0 }]);
  });
});
