import { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import type { DomainError } from '../../kernel/domain/domain-error.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import type { PayoutCause } from '../domain/payout.ts';
import type { ProviderTransfer } from '../domain/payout-gateway.ts';
import { aBelievedAccount, anEarning, faultsOfPayouts } from '../testing/payouts.ts';
import { said } from '../testing/refunds.ts';
import { LoseTrackOfPayout } from './lose-track-of-payout.ts';
import { RecordRefunds } from './record-refunds.ts';
import { RecordTransfer } from './record-transfer.ts';
import { RequestPayout } from './request-payout.ts';

const REFUSED: ProviderTransfer = { id: null, failure: { code: 'balance_insufficient', message: 'No.' }, reversed: 0 };
const WRITERS = 8;
const RUNS = 10;

describe('Payouts', () => {
  let azora: Azora;
  let commands: CommandBus;
  let ledger: MoneyLedger;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.clock.stop();
    commands = azora.app.get(CommandBus);
    ledger = azora.app.get(MoneyLedger, { strict: false });
  });

  afterAll(() => azora.stop());

  async function request(
    payeeId: string,
    {
      amount,
      currency = 'USD',
      cause = { operationId: newId() },
    }: Partial<RequestPayout> & { cause?: PayoutCause } = {},
  ): Promise<string> {
    return (await commands.execute(new RequestPayout(payeeId, currency, cause, amount))).payoutId;
  }

  function record(payoutId: string, told: ProviderTransfer): Promise<void> {
    return commands.execute(new RecordTransfer(payoutId, told));
  }

  function made(payoutId: string, reversed = 0): ProviderTransfer {
    return { id: `tr_${payoutId}`, failure: null, reversed };
  }

  function refund(paymentId: string, amount: number): Promise<void> {
    const told = said({ id: newId(), amount: Money.of(amount, 'USD') }, 'succeeded', { refundId: null });
    return commands.execute(new RecordRefunds(paymentId, [told]));
  }

  /** Somebody who has earned and waited long enough. */
  async function aPayeeWith(amount: number, currency = 'USD'): Promise<{ payeeId: string; paymentId: string }> {
    const payeeId = await aBelievedAccount(azora);
    const paymentId = await anEarning(azora, payeeId, amount, currency);
    azora.clock.advance({ days: 30 });
    return { payeeId, paymentId };
  }

  function standing(payeeId: string, currency = 'USD'): Promise<number[]> {
    return Promise.all(['payable', 'receivable'].map(kind => ledger.balance(`${kind}:${payeeId}`, currency)));
  }

  function payoutsOf(payeeId: string) {
    return rowsOf<{ id: string; amount: number; state: string }>(
      azora,
      'select id, amount, state from billing.payouts where payee_id = $1 order by id',
      [payeeId],
    );
  }

  async function expectSound(): Promise<void> {
    expect(await faultsOfPayouts(azora)).toEqual([]);
  }

  describe('asked for', () => {
    it('take all that is available from what is owed, at once', async () => {
      const { payeeId } = await aPayeeWith(3_499);
      const payoutId = await request(payeeId);
      expect(await payoutsOf(payeeId)).toEqual([{ id: payoutId, amount: 3_499, state: 'pending' }]);
      expect(await ledger.entriesOf(`payout:${payoutId}`)).toEqual([
        { account: `payable:${payeeId}`, amount: -3_499, currency: 'USD' },
        { account: 'clearing:payouts', amount: 3_499, currency: 'USD' },
      ]);
      await expectSound();
    });

    it('wait for the last millisecond of the hold', async () => {
      const payeeId = await aBelievedAccount(azora);
      await anEarning(azora, payeeId, 2_000);
      azora.clock.advance({ days: 30, minutes: -1 / 60_000 });
      await expect(request(payeeId)).rejects.toMatchObject({ code: 'nothing_available' });
      azora.clock.advance({ minutes: 1 / 60_000 });
      await request(payeeId);
      expect(await standing(payeeId)).toEqual([0, 0]);
    });

    it('leave what is held, and what more was earned meanwhile', async () => {
      const { payeeId } = await aPayeeWith(3_000);
      await anEarning(azora, payeeId, 5_000);
      await expect(request(payeeId, { amount: 3_001 })).rejects.toMatchObject({
        code: 'payout_exceeds_available',
        details: { available: 3_000, currency: 'USD' },
      });
      await request(payeeId);
      expect(await standing(payeeId)).toEqual([5_000, 0]);
    });

    it.each([
      ['USD', 999, 1_000],
      ['JPY', 999, 1_000],
      ['KWD', 999, 1_000],
    ])('in %s are refused of %i and made of %i', async (currency, less, enough) => {
      const { payeeId } = await aPayeeWith(less, currency);
      await expect(request(payeeId, { currency })).rejects.toMatchObject({
        code: 'payout_below_minimum',
        details: { minimum: enough, available: less, currency },
      });
      await anEarning(azora, payeeId, enough - less, currency);
      azora.clock.advance({ days: 30 });
      await request(payeeId, { currency });
      expect(await standing(payeeId, currency)).toEqual([0, 0]);
    });

    it('are refused in a currency that the platform does not hold, because sales in it were settled in another', async () => {
      const payeeId = await aBelievedAccount(azora);
      const exchange = { currency: 'USD', gross: 3_200, rate: 1.28 };
      await anEarning(azora, payeeId, 2_500, 'GBP', { exchange });
      azora.clock.advance({ days: 30 });
      await expect(request(payeeId, { currency: 'GBP' })).rejects.toMatchObject({
        code: 'payout_currency_not_held',
        details: { currency: 'GBP' },
      });
      expect(await standing(payeeId, 'GBP')).toEqual([2_500, 0]);
      await anEarning(azora, newId(), 2_000, 'GBP');
      await request(payeeId, { currency: 'GBP', amount: 2_000 });
      await expectSound();
    });

    it('need an account that is ready', async () => {
      const payeeId = newId();
      await anEarning(azora, payeeId, 2_000);
      azora.clock.advance({ days: 30 });
      await expect(request(payeeId)).rejects.toMatchObject({ code: 'payout_account_missing' });
      await aBelievedAccount(azora, payeeId);
      await rowsOf(azora, `update billing.payout_accounts set state = 'restricted' where user_id = $1`, [payeeId]);
      await expect(request(payeeId)).rejects.toMatchObject({
        code: 'payout_account_not_ready',
        details: { state: 'restricted' },
      });
      expect(await standing(payeeId)).toEqual([2_000, 0]);
    });

    it('thirty times at once are one', async () => {
      const { payeeId } = await aPayeeWith(5_000);
      const race = await Promise.allSettled(Array.from({ length: 30 }, () => request(payeeId)));
      const lost = race.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason as DomainError] : []));
      expect(lost.map(({ code }) => code)).toEqual(Array(29).fill('nothing_available'));
      expect(await payoutsOf(payeeId)).toMatchObject([{ amount: 5_000 }]);
      expect(await standing(payeeId)).toEqual([0, 0]);
    });

    it('in parts at once never exceed what is available', async () => {
      const { payeeId } = await aPayeeWith(10_000);
      const race = await Promise.allSettled(Array.from({ length: 12 }, () => request(payeeId, { amount: 3_000 })));
      expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect(await standing(payeeId)).toEqual([1_000, 0]);
    });

    it.each([
      ['operation', () => ({ operationId: newId() })],
      ['run', aRun],
    ])('by one %s are one, also at the same moment', async (_, aCause) => {
      const { payeeId } = await aPayeeWith(5_000);
      const cause = await aCause();
      const ids = await Promise.all(Array.from({ length: 8 }, () => request(payeeId, { cause })));
      expect(new Set(ids).size).toBe(1);
      await record(ids[0] as string, REFUSED);
      expect(await request(payeeId, { cause })).toBe(ids[0]);
      expect(await payoutsOf(payeeId)).toHaveLength(1);
    });

    it('while the sale is refunded end with one of the two going first', async () => {
      const races = Array.from({ length: 12 }, async () => {
        const { payeeId, paymentId } = await aPayeeWith(5_000);
        const [asked] = await Promise.allSettled([request(payeeId), refund(paymentId, 5_000)]);
        const expected = asked.status === 'fulfilled' ? [0, -5_000] : [0, 0];
        expect(await standing(payeeId)).toEqual(expected);
      });
      await Promise.all(races);
      await expectSound();
    });

    async function aRun() {
      const runId = newId();
      await rowsOf(azora, 'insert into billing.payout_runs (id, operation_id, started_at) values ($1, $1, now())', [
        runId,
      ]);
      return { runId };
    }
  });

  describe('told of', () => {
    it('as paid leave Stripe once, however often and however many at a time it is heard', async () => {
      const { payeeId } = await aPayeeWith(3_499);
      const payoutId = await request(payeeId);
      await Promise.all(Array.from({ length: 6 }, () => record(payoutId, made(payoutId))));
      await commands.execute(new LoseTrackOfPayout(payoutId));
      await record(payoutId, REFUSED);
      expect(await payoutsOf(payeeId)).toMatchObject([{ state: 'paid' }]);
      expect(await ledger.entriesOf(`payout:${payoutId}:settlement`)).toEqual([
        { account: 'clearing:payouts', amount: -3_499, currency: 'USD' },
        { account: 'assets:stripe', amount: 3_499, currency: 'USD' },
      ]);
      await expectSound();
    });

    it('as refused are owed again, and can be asked for anew', async () => {
      const { payeeId } = await aPayeeWith(3_499);
      const payoutId = await request(payeeId);
      await Promise.all([record(payoutId, REFUSED), record(payoutId, REFUSED)]);
      expect(await standing(payeeId)).toEqual([3_499, 0]);
      await request(payeeId);
      expect(await payoutsOf(payeeId)).toMatchObject([{ state: 'failed' }, { state: 'pending' }]);
      await expectSound();
    });

    it('as refused settle first a debt that arose meanwhile', async () => {
      const { payeeId, paymentId } = await aPayeeWith(5_000);
      const payoutId = await request(payeeId);
      await refund(paymentId, 2_000);
      expect(await standing(payeeId)).toEqual([0, -2_000]);
      await record(payoutId, REFUSED);
      expect(await standing(payeeId)).toEqual([3_000, 0]);
      await expectSound();
    });

    it('as taken back are owed again by just that, once for each part', async () => {
      const { payeeId } = await aPayeeWith(5_000);
      const payoutId = await request(payeeId);
      await record(payoutId, made(payoutId, 1_000));
      await Promise.all([record(payoutId, made(payoutId, 1_000)), record(payoutId, made(payoutId))]);
      expect(await standing(payeeId)).toEqual([1_000, 0]);
      await record(payoutId, made(payoutId, 5_000));
      expect(await standing(payeeId)).toEqual([5_000, 0]);
      expect(await payoutsOf(payeeId)).toMatchObject([{ state: 'reversed' }]);
      await expectSound();
    });
  });

  it.each([
    ['more taken back than was paid', 'reversed = amount + 1'],
    ['a failure without a reason', `state = 'failed'`],
    ['all taken back but still paid', `state = 'paid', reversed = amount`],
    ['no amount', 'amount = 0'],
    ['no cause', 'operation_id = null'],
  ])('can not have %s in the database', async (_, change) => {
    const { payeeId } = await aPayeeWith(3_499);
    await request(payeeId);
    const update = rowsOf(azora, `update billing.payouts set ${change} where payee_id = $1`, [payeeId]);
    await expect(update).rejects.toMatchObject({ code: '23514' });
  });

  it('of eight at once, among sales, refunds and the passing of time, keep the books right after every step', async () => {
    const amount = fc.integer({ min: 1, max: 5_000 });
    const does = fc.constantFrom('sell', 'refund', 'pay', 'pay', 'refuse', 'take back', 'wait');
    const steps = fc.array(fc.record({ does, amount }), { minLength: WRITERS, maxLength: 4 * WRITERS });
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const { payeeId, paymentId } = await aPayeeWith(8_000);
        const sales = [paymentId];
        const take = async ({ does, amount: units }: (typeof all)[number]) => {
          if (does === 'wait') return azora.clock.advance({ days: 10 });
          if (does === 'sell') return void sales.push(await anEarning(azora, payeeId, units));
          if (does === 'refund') return refund(sales[units % sales.length] as string, units);
          const payoutId = await request(payeeId);
          if (does === 'refuse') return record(payoutId, REFUSED);
          await record(payoutId, made(payoutId));
          if (does === 'take back') await record(payoutId, made(payoutId, 1_000));
        };
        const writers = Array.from({ length: WRITERS }, async (_, writer) => {
          for (let turn = writer; turn < all.length; turn += WRITERS) {
            await take(all[turn] as (typeof all)[number]).catch(expectRule);
            await expectSound();
          }
        });
        await Promise.all(writers);
        expect(await ledger.balance('clearing:payouts', 'USD')).toBe(await onTheWay());
      }),
      { numRuns: RUNS },
    );
  });

  /** A rule of the domain; any other error, a deadlock among them, fails the property. */
  function expectRule({ code }: DomainError): void {
    expect(['nothing_available', 'payout_below_minimum', 'refund_exceeds_payment']).toContain(code);
  }

  async function onTheWay(): Promise<number> {
    const [row] = await rowsOf<{ amount: number }>(
      azora,
      `select coalesce(sum(amount), 0)::float8 as amount from billing.payouts
       where state in ('pending', 'unknown') and currency = 'USD'`,
    );
    return row?.amount ?? 0;
  }
});
