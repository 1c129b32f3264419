import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { anAdmin, anew, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ClosePayoutAccount } from '../commands/close-payout-account.ts';
import { RecordPayoutAccount } from '../commands/record-payout-account.ts';
import { StartPayoutRun } from '../commands/start-payout-run.ts';
import { PayoutDue } from '../domain/payout-run.ts';
import { GetPayoutBalance, GetPayoutBalanceHandler } from '../queries/get-payout-balance.ts';
import { payoutRunView } from '../queries/get-payout-run.ts';
import { runLinePageView } from '../queries/list-payout-run-lines.ts';
import { anAccountAtStripe, anEarning, faultsOfPayouts, fundedAtStripe } from '../testing/payouts.ts';
import { PayOutInRun } from './pay-out-in-run.ts';
import { RunPayouts } from './run-payouts.ts';

describe('A run of payouts', () => {
  let azora: Azora;
  let former: Person;

  beforeAll(async () => {
    azora = await Azora.start();
    former = await anAdmin(azora);
    await fundedAtStripe(azora);
    await fundedAtStripe(azora, 100_000, 'jpy');
  });

  afterEach(async () => {
    azora.stripe.faults.clear();
    expect(await faultsOfPayouts(azora)).toEqual([]);
  });
  afterAll(() => azora.stop());

  function pass(days = 30): void {
    azora.clock.advance({ days });
  }

  /** To the noon of the first day of the next month. */
  function passIntoNextMonth(): void {
    const now = azora.clock.now();
    const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 12);
    azora.clock.advance({ minutes: (noon - now.getTime()) / 60_000 });
  }

  async function aPayeeWith(amount: number, currency?: string): Promise<string> {
    const payeeId = await anAccountAtStripe(azora);
    await anEarning(azora, payeeId, amount, currency);
    return payeeId;
  }

  /** In a session that has not ended, however far the clock was moved. */
  function admin() {
    return anew(azora, former);
  }

  async function run(key?: string) {
    const { status, body } = await (await admin()).once(key).post('/api/admin/payouts/run');
    expect(status).toBe(202);
    return payoutRunView.parse(body);
  }

  /** What came of each payee and currency, once nobody waits any more. */
  async function linesOf(runId: string): Promise<Map<string, string>> {
    return eventually(async () => {
      const { body } = await (await admin()).get(`/api/admin/payouts/runs/${runId}/lines?limit=100`);
      const { items } = runLinePageView.parse(body);
      const outcomes = items.map(({ payeeId, available: { currency }, outcome }) => [
        `${payeeId} ${currency}`,
        outcome,
      ]);
      return items.every(({ outcome }) => !['waiting', 'pending'].includes(outcome)) && new Map(outcomes as []);
    });
  }

  function payoutsOf(payeeId: string) {
    return rowsOf<{ amount: number; state: string; run_id: string }>(
      azora,
      'select amount, currency, state, run_id from billing.payouts where payee_id = $1 order by id',
      [payeeId],
    );
  }

  it('pays everybody who has enough and can receive, and says whom it skipped and why', async () => {
    const rich = await aPayeeWith(5_000);
    await anEarning(azora, rich, 3_500, 'JPY');
    const [exact, poor] = [await aPayeeWith(1_000), await aPayeeWith(999)];
    const [homeless, blocked, gone] = [newId(), await aPayeeWith(2_000), await aPayeeWith(7)];
    await anEarning(azora, homeless, 2_000);
    await azora.app.get(CommandBus).execute(new ClosePayoutAccount(gone));
    const [{ id = '' } = {}] = await rowsOf<{ id: string }>(
      azora,
      'select provider_id as id from billing.payout_accounts where user_id = $1',
      [blocked],
    );
    const restricted = { id, state: 'restricted', wanted: ['external_account'] } as const;
    await azora.app.get(CommandBus).execute(new RecordPayoutAccount(restricted, azora.clock.now()));
    pass();
    const fresh = await aPayeeWith(4_000);

    const report = await run();
    const lines = await linesOf(report.id);
    expect(lines).toEqual(
      new Map([
        [`${rich} USD`, 'paid'],
        [`${rich} JPY`, 'paid'],
        [`${exact} USD`, 'paid'],
        [`${gone} USD`, 'paid'],
        [`${poor} USD`, 'payout_below_minimum'],
        [`${homeless} USD`, 'payout_account_missing'],
        [`${blocked} USD`, 'payout_account_not_ready'],
        [`${fresh} USD`, 'nothing_available'],
      ]),
    );
    const { body } = await (await admin()).get(`/api/admin/payouts/runs/${report.id}`);
    expect(payoutRunView.parse(body).outcomes).toEqual([
      { outcome: 'paid', payees: 1, amount: { amount: 3_500, currency: 'JPY' } },
      { outcome: 'nothing_available', payees: 1, amount: { amount: 0, currency: 'USD' } },
      { outcome: 'paid', payees: 3, amount: { amount: 6_007, currency: 'USD' } },
      { outcome: 'payout_account_missing', payees: 1, amount: { amount: 2_000, currency: 'USD' } },
      { outcome: 'payout_account_not_ready', payees: 1, amount: { amount: 2_000, currency: 'USD' } },
      { outcome: 'payout_below_minimum', payees: 1, amount: { amount: 999, currency: 'USD' } },
    ]);
    const acts = await rowsOf(
      azora,
      `select actor from identity.audit_log where action = 'billing.payout_run_started' and subject = $1`,
      [`payout_run:${report.id}`],
    );
    expect(acts).toEqual([{ actor: `user:${former.id}` }]);
  });

  it('knows of everybody the same as they see themselves', async () => {
    const payees = await Promise.all([1_500, 2_500].map(amount => aPayeeWith(amount)));
    pass(10);
    for (const payeeId of payees) await anEarning(azora, payeeId, 700);
    pass(20);
    const { id } = await run();
    await linesOf(id);
    const lines = await rowsOf<{ payee_id: string; available: number }>(
      azora,
      'select payee_id, available from billing.payout_run_lines where run_id = $1 and payee_id = any ($2)',
      [id, payees],
    );
    const balances = azora.app.get(GetPayoutBalanceHandler, { strict: false });
    for (const payeeId of payees) {
      const [{ available, held } = { available: { amount: -1 }, held: [] }] = (
        await balances.execute(new GetPayoutBalance(payeeId))
      ).balances;
      const paid = (await payoutsOf(payeeId)).reduce((sum, { amount }) => sum + amount, 0);
      const line = lines.find(one => one.payee_id === payeeId);
      expect(line?.available).toBe(available.amount + paid);
      expect(held).toMatchObject([{ amount: { amount: 700 } }]);
    }
  });

  it('is one for ten clicks with one key, and pays nobody twice for ten keys', async () => {
    const payeeId = await aPayeeWith(5_000);
    pass();
    const api = await admin();
    const key = crypto.randomUUID();
    const clicks = await Promise.all(Array.from({ length: 10 }, () => api.once(key).post('/api/admin/payouts/run')));
    for (const { body } of clicks.filter(({ status }) => status !== 202)) expect(body.code).toBe('operation_in_flight');
    const others = await Promise.all(Array.from({ length: 10 }, () => run()));
    await Promise.all([...others, await run(key)].map(({ id }) => linesOf(id)));
    expect(await payoutsOf(payeeId)).toMatchObject([{ amount: 5_000, state: 'paid' }]);
    expect((await run(key)).id).toBe(clicks.find(({ status }) => status === 202)?.body.id);
  });

  it('skips who has taken it meanwhile, and who has given it back', async () => {
    const payeeId = await aPayeeWith(5_000);
    pass();
    const first = await run();
    await linesOf(first.id);
    const runId = newId();
    await rowsOf(azora, 'insert into billing.payout_runs (id, operation_id, started_at) values ($1, $1, now())', [
      runId,
    ]);
    await rowsOf(azora, `insert into billing.payout_run_lines values ($1, $2, 'USD', 5000, null)`, [runId, payeeId]);
    await azora.app.get(PayOutInRun, { strict: false }).pay(new PayoutDue(runId, payeeId, 'USD'));
    expect(await linesOf(runId)).toEqual(new Map([[`${payeeId} USD`, 'nothing_available']]));
    expect(await payoutsOf(payeeId)).toHaveLength(1);
  });

  it('does not wait until Stripe says what became of somebody', async () => {
    const payeeId = await aPayeeWith(5_000);
    pass();
    azora.stripe.faults.add({ fault: 'paused', on: '*' });
    azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/transfers', times: 6 });
    const { id } = await run();
    expect((await linesOf(id)).get(`${payeeId} USD`)).toBe('unknown');
    azora.stripe.faults.clear();
    await eventually(async () => (await payoutsOf(payeeId))[0]?.state === 'paid');
    expect((await linesOf(id)).get(`${payeeId} USD`)).toBe('paid');
  });

  it('of a month starts on its first day, once, however many processes have the same idea', async () => {
    const running = azora.app.get(RunPayouts, { strict: false });
    const monthly = () =>
      rowsOf<{ id: string; month: string }>(azora, 'select id, month from billing.payout_runs where month is not null');
    passIntoNextMonth();
    pass(1);
    await running.startMonthly();
    expect(await monthly()).toEqual([]);

    const payeeId = await aPayeeWith(5_000);
    passIntoNextMonth();
    passIntoNextMonth();
    await Promise.all(Array.from({ length: 8 }, () => running.startMonthly()));
    await running.startMonthly();
    const [month, ...more] = await monthly();
    expect(more).toEqual([]);
    expect(month?.month).toBe(azora.clock.now().toISOString().slice(0, 7));
    expect((await linesOf(month?.id as string)).get(`${payeeId} USD`)).toBe('paid');
    expect(await payoutsOf(payeeId)).toMatchObject([{ run_id: month?.id }]);
    const [act] = await rowsOf(azora, `select actor from identity.audit_log where subject = $1`, [
      `payout_run:${month?.id}`,
    ]);
    expect(act).toEqual({ actor: 'system' });
  });

  it('that nobody has started is not there', async () => {
    const api = await admin();
    for (const path of [newId(), `${newId()}/lines`])
      expectProblem(await api.get(`/api/admin/payouts/runs/${path}`), 404, 'payout_run_not_found');
  });

  it('is planned in one statement, also of a thousand payees', async () => {
    await rowsOf(
      azora,
      `insert into billing.ledger_balances (account, currency, balance, floor)
       select 'payable:' || gen_random_uuid(), 'EUR', 500, 0 from generate_series(1, 1000)`,
    );
    const { runId } = await azora.app
      .get(CommandBus)
      .execute(new StartPayoutRun({ operationId: newId(), startedBy: former.id }));
    const { body } = await (await admin()).get(`/api/admin/payouts/runs/${runId}`);
    expect(body.outcomes).toContainEqual({
      outcome: 'payout_account_missing',
      payees: 1_000,
      amount: { amount: 500_000, currency: 'EUR' },
    });
    await rowsOf(azora, `delete from billing.ledger_balances where currency = 'EUR'`);
  });
});
