import { CommandBus } from '@nestjs/cqrs';
import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { RequestPayout } from '../commands/request-payout.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { anAccountAtStripe, anEarning, faultsOfPayouts, fundedAtStripe } from '../testing/payouts.ts';
import { PayOut } from './pay-out.ts';
import { Reconcile } from './reconcile.ts';

const TRANSFER = 'POST /v1/transfers';
/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;

describe('Paying out', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { PAYOUT_HOLD_DAYS: '0' } });
    await fundedAtStripe(azora);
  });

  afterEach(async () => {
    azora.stripe.faults.clear();
    expect(await faultsOfPayouts(azora)).toEqual([]);
  });
  afterAll(() => azora.stop());

  async function aPayee(amount = 3_499, currency = 'USD'): Promise<string> {
    const payeeId = await anAccountAtStripe(azora);
    await anEarning(azora, payeeId, amount, currency);
    return payeeId;
  }

  function payOut(payeeId: string, operationId = newId(), currency = 'USD') {
    return azora.app.get(PayOut, { strict: false }).payOut(new RequestPayout(payeeId, currency, { operationId }));
  }

  function reconcile(later: Parameters<Azora['clock']['advance']>[0] = { hours: 2 }): Promise<void> {
    azora.clock.advance(later);
    return azora.app.get(Reconcile, { strict: false }).reconcile('payouts');
  }

  async function statesOf(payeeId: string): Promise<string[]> {
    const rows = await rowsOf<{ state: string }>(
      azora,
      'select state from billing.payouts where payee_id = $1 order by id',
      [payeeId],
    );
    return rows.map(({ state }) => state);
  }

  function owedTo(payeeId: string): Promise<number> {
    return azora.app.get(MoneyLedger, { strict: false }).balance(`payable:${payeeId}`, 'USD');
  }

  /** What Stripe has transferred to a payee. */
  async function transfersTo(payeeId: string) {
    const [account] = await rowsOf<{ id: string }>(
      azora,
      'select provider_id as id from billing.payout_accounts where user_id = $1',
      [payeeId],
    );
    return azora.stripe.store.all('transfer').filter(({ destination }) => destination === account?.id);
  }

  async function expectPaidOnce(payeeId: string, amount = 3_499): Promise<void> {
    expect(await statesOf(payeeId)).toEqual(['paid']);
    expect(await transfersTo(payeeId)).toMatchObject([{ amount }]);
    expect(await owedTo(payeeId)).toBe(0);
  }

  describe('to an account of which we have not heard that it is ready', () => {
    let payeeId: string;

    beforeEach(async () => {
      payeeId = await aPayee();
      await rowsOf(azora, "update billing.payout_accounts set state = 'onboarding' where user_id = $1", [payeeId]);
    });

    it('asks Stripe, and pays', async () => {
      await payOut(payeeId);
      await expectPaidOnce(payeeId);
    });

    it.each(['answer_lost', 'rate_limited'] as const)('is refused while Stripe does not say: %s', async fault => {
      azora.stripe.faults.add({ fault, on: 'GET /v1/accounts/*', times: EVERY_TRY });
      await expect(payOut(payeeId)).rejects.toMatchObject({ code: 'payout_account_not_ready' });
      expect(await statesOf(payeeId)).toEqual([]);
    });
  });

  it('transfers what is available, once, and answers the same when it is asked again', async () => {
    const payeeId = await aPayee();
    const operationId = newId();
    const payout = await payOut(payeeId, operationId);
    expect(payout).toMatchObject({ state: 'paid', amount: { amount: 3_499, currency: 'USD' }, failure: null });
    expect(await payOut(payeeId, operationId)).toEqual(payout);
    await expectPaidOnce(payeeId);
    const [transfer] = await transfersTo(payeeId);
    expect(transfer).toMatchObject({ transfer_group: `payout:${payout.id}`, metadata: { payout_id: payout.id } });
  });

  it.each([
    ['JPY', 3_500],
    ['KWD', 12_340],
  ])('transfers %s in its own smallest unit', async (currency, amount) => {
    await fundedAtStripe(azora, 100_000, currency.toLowerCase());
    const payeeId = await aPayee(amount, currency);
    expect(await payOut(payeeId, newId(), currency)).toMatchObject({ state: 'paid', amount: { amount, currency } });
    expect(await transfersTo(payeeId)).toMatchObject([{ amount, currency: currency.toLowerCase() }]);
  });

  describe('that Stripe refuses', () => {
    it('because its balance does not suffice says so, and leaves what is owed', async () => {
      const payeeId = await aPayee(50_000_000);
      expect(await payOut(payeeId)).toMatchObject({
        state: 'failed',
        failure: { code: 'balance_insufficient', message: expect.stringContaining('balance') },
      });
      expect(await owedTo(payeeId)).toBe(50_000_000);
      expect(await transfersTo(payeeId)).toEqual([]);
    });

    it('because the account was rejected meanwhile says so, and leaves what is owed', async () => {
      const payeeId = await aPayee();
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
      const [account] = await rowsOf<{ id: string }>(
        azora,
        'select provider_id as id from billing.payout_accounts where user_id = $1',
        [payeeId],
      );
      await azora.app.get(Stripe, { strict: false }).accounts.reject(account?.id as string, { reason: 'other' });
      expect(await payOut(payeeId)).toMatchObject({
        state: 'failed',
        failure: { code: 'insufficient_capabilities_for_transfer' },
      });
      expect(await owedTo(payeeId)).toBe(3_499);
    });

    it('is paid by another request, and not by the same', async () => {
      const payeeId = await aPayee();
      azora.stripe.faults.add({ fault: 'refused', on: TRANSFER, code: 'account_invalid', times: 1 });
      const operationId = newId();
      expect(await payOut(payeeId, operationId)).toMatchObject({ state: 'failed' });
      expect(await payOut(payeeId, operationId)).toMatchObject({ state: 'failed' });
      expect(await payOut(payeeId)).toMatchObject({ state: 'paid' });
      expect(await statesOf(payeeId)).toEqual(['failed', 'paid']);
      expect(await transfersTo(payeeId)).toHaveLength(1);
    });
  });

  describe('of which Stripe does not say what became', () => {
    const unknown = { code: 'provider_unavailable' };

    beforeEach(() => {
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
    });

    it.each([
      ['loses its answer after the transfer', { fault: 'answer_lost', times: EVERY_TRY }],
      ['asks to come back later', { fault: 'rate_limited', times: EVERY_TRY }],
      ['is still at work under the same key', { fault: 'conflict', times: EVERY_TRY }],
      ['failed after the transfer', { fault: 'server_error', effect: true, times: 1 }],
    ] as const)('because it %s, is unknown until it is asked again, and paid once', async (_, fault) => {
      const planted = azora.stripe.faults.add({ ...fault, on: TRANSFER });
      const payeeId = await aPayee();
      await expect(payOut(payeeId)).rejects.toMatchObject(unknown);
      expect(await statesOf(payeeId)).toEqual(['unknown']);
      expect(await owedTo(payeeId)).toBe(0);
      azora.stripe.faults.clear(planted);
      await reconcile();
      await expectPaidOnce(payeeId);
    });

    it('is paid once by the same request repeated', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', on: TRANSFER, times: EVERY_TRY });
      const payeeId = await aPayee();
      const operationId = newId();
      await expect(payOut(payeeId, operationId)).rejects.toMatchObject(unknown);
      expect(await payOut(payeeId, operationId)).toMatchObject({ state: 'paid' });
      await expectPaidOnce(payeeId);
    });

    it('stays unknown while Stripe does not let it be looked for', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', on: TRANSFER, times: EVERY_TRY });
      const payeeId = await aPayee();
      await expect(payOut(payeeId)).rejects.toMatchObject(unknown);
      const blind = azora.stripe.faults.add({ fault: 'rate_limited', on: 'GET /v1/transfers*' });
      await reconcile();
      expect(await statesOf(payeeId)).toEqual(['unknown']);
      azora.stripe.faults.clear(blind);
      await reconcile();
      await expectPaidOnce(payeeId);
    });

    it('is not asked for again before its time by a Stripe that refuses to say', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', on: TRANSFER, times: EVERY_TRY });
      const payeeId = await aPayee();
      await expect(payOut(payeeId)).rejects.toMatchObject(unknown);
      azora.stripe.faults.add({ fault: 'refused', on: 'GET /v1/transfers*', times: 1 });
      await reconcile();
      await reconcile({ minutes: 4 });
      expect(await statesOf(payeeId)).toEqual(['unknown']);
      await reconcile({ minutes: 1 });
      await expectPaidOnce(payeeId);
    });

    it('because it failed before the transfer, is owed again when a day has proved that it was never made', async () => {
      azora.stripe.faults.add({ fault: 'server_error', on: TRANSFER, times: 1 });
      const payeeId = await aPayee();
      await expect(payOut(payeeId)).rejects.toMatchObject(unknown);
      await reconcile();
      await expect(payOut(payeeId)).rejects.toMatchObject({ code: 'nothing_available' });
      azora.clock.advance({ hours: 21, minutes: 30 });
      await reconcile();
      expect(await statesOf(payeeId)).toEqual(['failed']);
      expect(await owedTo(payeeId)).toBe(3_499);
      expect(await transfersTo(payeeId)).toEqual([]);
      expect(await payOut(payeeId)).toMatchObject({ state: 'paid' });
    });

    it('is not repeated in the last hour of the day, when Stripe may have forgotten its key', async () => {
      const planted = azora.stripe.faults.add({ fault: 'rate_limited', on: TRANSFER });
      const payeeId = await aPayee();
      await expect(payOut(payeeId)).rejects.toMatchObject(unknown);
      azora.stripe.faults.clear(planted);
      azora.clock.advance({ hours: 21, minutes: 30 });
      await reconcile();
      expect(await statesOf(payeeId)).toEqual(['unknown']);
      expect(await transfersTo(payeeId)).toEqual([]);
    });

    it('because nobody came to ask it, is asked by the reconciler', async () => {
      const payeeId = await aPayee();
      await azora.app.get(CommandBus).execute(new RequestPayout(payeeId, 'USD', { operationId: newId() }));
      expect(await transfersTo(payeeId)).toEqual([]);
      await reconcile();
      await expectPaidOnce(payeeId);
    });
  });

  it('is done once when three windows wait for a slow Stripe', async () => {
    azora.stripe.faults.add({ fault: 'slow', on: TRANSFER, ms: 300 });
    const payeeId = await aPayee();
    const operationId = newId();
    const answers = await Promise.all([1, 2, 3].map(() => payOut(payeeId, operationId)));
    expect(answers.map(({ state }) => state)).toEqual(['paid', 'paid', 'paid']);
    await expectPaidOnce(payeeId);
  });

  describe('of which a webhook tells', () => {
    it('before the answer, is paid once', async () => {
      azora.stripe.faults.add({ fault: 'before_answer', on: 'transfer.created' });
      const payeeId = await aPayee();
      expect(await payOut(payeeId)).toMatchObject({ state: 'paid' });
      await expectPaidOnce(payeeId);
    });

    it('instead of the answer, is paid once', async () => {
      azora.stripe.faults.add({ fault: 'answer_lost', on: TRANSFER, times: EVERY_TRY });
      const payeeId = await aPayee();
      await payOut(payeeId).catch(() => undefined);
      await eventually(async () => (await statesOf(payeeId))[0] === 'paid');
      await expectPaidOnce(payeeId);
    });

    it('that it was taken back, is owed again by what was, part by part', async () => {
      azora.stripe.faults.add({ fault: 'doubled', on: 'transfer.reversed' });
      const payeeId = await aPayee();
      await payOut(payeeId);
      const [transfer] = await transfersTo(payeeId);
      const { transfers } = azora.app.get(Stripe, { strict: false });
      await transfers.createReversal(transfer?.id as string, { amount: 499 });
      await eventually(async () => (await owedTo(payeeId)) === 499);
      expect(await statesOf(payeeId)).toEqual(['paid']);
      await transfers.createReversal(transfer?.id as string);
      await eventually(async () => (await statesOf(payeeId))[0] === 'reversed');
      expect(await owedTo(payeeId)).toBe(3_499);
    });

    it('about a payout that nobody knows, is kept and has no effect', async () => {
      const [made] = await transfersTo(await paidPayee());
      const destination = made?.destination as string;
      const { transfers } = azora.app.get(Stripe, { strict: false });
      for (const payout_id of [newId(), 'nonsense', "'"]) {
        const { id } = await transfers.create({ amount: 100, currency: 'usd', destination, metadata: { payout_id } });
        await eventually(async () => {
          const [event] = await rowsOf<{ handled_at: Date | null }>(
            azora,
            `select handled_at from billing.provider_events where payload #>> '{data,object,id}' = $1`,
            [id],
          );
          return event?.handled_at !== null && event !== undefined;
        });
      }
    });

    async function paidPayee(): Promise<string> {
      const payeeId = await aPayee();
      await payOut(payeeId);
      return payeeId;
    }
  });
});
