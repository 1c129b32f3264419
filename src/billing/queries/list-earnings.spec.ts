import { CommandBus, QueryBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { faultsInBooks } from '../../../test/support/books.ts';
import type { DomainError } from '../../kernel/domain/domain-error.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RecordTransfer } from '../commands/record-transfer.ts';
import { RequestPayout } from '../commands/request-payout.ts';
import type { ProviderTransfer } from '../domain/payout-gateway.ts';
import { type EarningsView, GetEarned, ListBestSellers, ListEarnings, ListSales } from '../earnings.contract.ts';
import { aBelievedAccount } from '../testing/payouts.ts';
import { aSale, dispute, expectReportsOfTheLedger, giveBack } from '../testing/sales.ts';

const REFUSED: ProviderTransfer = { id: null, failure: { code: 'balance_insufficient', message: 'No.' }, reversed: 0 };
const usd = (amount: number) => Money.of(amount, 'USD');

describe('What a payee earned', () => {
  let azora: Azora;
  let commands: CommandBus;
  let queries: QueryBus;

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off', PAYOUT_HOLD_DAYS: '10', PAYOUT_MINIMUMS: 'USD:1,EUR:1' },
    });
    azora.clock.stop();
    commands = azora.app.get(CommandBus);
    queries = azora.app.get(QueryBus);
    // The platform has money of its own, so that a payout never waits for what Stripe has.
    await Promise.all(['USD', 'EUR'].map(currency => aSale(azora, Money.of(10_000_000, currency), [])));
  });

  afterAll(() => azora.stop());

  async function payOut(payeeId: string, amount?: number, currency = 'USD'): Promise<string> {
    const cause = { operationId: newId() };
    return (await commands.execute(new RequestPayout(payeeId, currency, cause, amount))).payoutId;
  }

  function tell(payoutId: string, told: Partial<ProviderTransfer> = {}): Promise<void> {
    return commands.execute(
      new RecordTransfer(payoutId, { id: `tr_${payoutId}`, failure: null, reversed: 0, ...told }),
    );
  }

  /** Of each row: sales, gross, refunds, fees, others, share, held, available, paid. */
  async function rowsOf(payeeId: string): Promise<number[][]> {
    return (await queries.execute(new ListEarnings(payeeId, {}))).map(numbers);
  }

  function numbers({ sales, gross, refunds, fees, others, share, held, available, paid }: EarningsView): number[] {
    return [sales, ...[gross, refunds, fees, others, share, held, available, paid].map(({ amount }) => amount)];
  }

  it('follows every step of a sale and of its payouts, and is what the ledger says after each', async () => {
    const payee = await aBelievedAccount(azora);
    const steps: [does: () => unknown, row: number[], debt: number][] = [];
    const paymentId = await aSale(azora, usd(4_999), [{ payeeId: payee, amount: 3_499 }]);
    let payoutId = '';
    let refundId = '';
    steps.push(
      [() => undefined, [1, 4_999, 0, 1_500, 0, 3_499, 3_499, 0, 0], 0],
      [
        async () => (refundId = await giveBack(azora, paymentId, usd(1_000))),
        [1, 4_999, 1_000, 1_200, 0, 2_799, 2_799, 0, 0],
        0,
      ],
      [
        () => giveBack(azora, paymentId, usd(1_000), 'failed', refundId),
        [1, 4_999, 0, 1_500, 0, 3_499, 3_499, 0, 0],
        0,
      ],
      [() => dispute(azora, paymentId, usd(1_000), ['opened']), [1, 4_999, 1_000, 1_200, 0, 2_799, 2_799, 0, 0], 0],
      [
        () => dispute(azora, paymentId, usd(500), ['opened', 'won']),
        [1, 4_999, 1_000, 1_200, 0, 2_799, 2_799, 0, 0],
        0,
      ],
      [() => azora.clock.advance({ days: 30 }), [1, 4_999, 1_000, 1_200, 0, 2_799, 0, 2_799, 0], 0],
      [async () => (payoutId = await payOut(payee, 2_000)), [1, 4_999, 1_000, 1_200, 0, 2_799, 0, 799, 2_000], 0],
      [() => tell(payoutId, REFUSED), [1, 4_999, 1_000, 1_200, 0, 2_799, 0, 2_799, 0], 0],
      [async () => (payoutId = await payOut(payee)), [1, 4_999, 1_000, 1_200, 0, 2_799, 0, 0, 2_799], 0],
      [() => tell(payoutId), [1, 4_999, 1_000, 1_200, 0, 2_799, 0, 0, 2_799], 0],
      [() => tell(payoutId, { reversed: 99 }), [1, 4_999, 1_000, 1_200, 0, 2_799, 0, 99, 2_700], 0],
      [() => giveBack(azora, paymentId, usd(3_999)), [1, 4_999, 4_999, 0, 0, 0, 0, 0, 0], 2_700],
      [() => dispute(azora, paymentId, usd(100), ['opened', 'lost']), [1, 4_999, 4_999, 0, 0, 0, 0, 0, 0], 2_700],
    );
    for (const [does, row, debt] of steps) {
      await does();
      expect(await rowsOf(payee)).toEqual([row]);
      expect((await queries.execute(new GetEarned(payee)))[0]?.balance.debt).toEqual({ amount: debt, currency: 'USD' });
      await expectReportsOfTheLedger(azora, payee);
    }

    await aSale(azora, usd(4_000), [{ payeeId: payee, amount: 3_000 }]);
    const [{ held, paid } = { held: 0, paid: 0 }] = await queries.execute(new ListEarnings(payee, {}));
    expect([held, paid]).toEqual([usd(300), usd(2_700)]);
    await expectReportsOfTheLedger(azora, payee);
  });

  it('was paid out in the order in which it became available, not in that of the payments', async () => {
    const payee = await aBelievedAccount(azora);
    const [second, first, third] = [newId(), newId(), newId()];
    const days = [1, -1, 15];
    for (const [place, subject] of [second, first, third].entries()) {
      azora.clock.advance({ days: days[place] });
      await aSale(azora, usd(1_000), [{ payeeId: payee, amount: 700 }], subject);
    }
    await tell(await payOut(payee, 1_000));
    const rows = await queries.execute(new ListEarnings(payee, {}));
    const of = new Map(rows.map(row => [row.subject, [row.paid, row.available, row.held].map(({ amount }) => amount)]));
    expect([first, second, third].map(subject => of.get(subject))).toEqual([
      [700, 0, 0],
      [300, 400, 0],
      [0, 0, 700],
    ]);
    await expectReportsOfTheLedger(azora, payee);
  });

  it('tells what others earned by the same sales, and lets each see the same sale', async () => {
    const [ann, bob] = [newId(), newId()];
    const shares = [
      { payeeId: ann, amount: 2_000, base: 5_000, basisPoints: 7_000, portion: 5_715 },
      { payeeId: bob, amount: 1_500 },
    ];
    const paymentId = await aSale(azora, usd(5_000), shares);
    await giveBack(azora, paymentId, usd(1_000));
    expect(await rowsOf(ann)).toEqual([[1, 5_000, 1_000, 1_200, 1_200, 1_600, 1_600, 0, 0]]);
    expect(await rowsOf(bob)).toEqual([[1, 5_000, 1_000, 1_200, 1_600, 1_200, 1_200, 0, 0]]);
    expect(await queries.execute(new ListSales(ann, {}, 10))).toEqual([
      {
        ...{ paymentId, subject: null, base: usd(5_000), basisPoints: 7_000, portion: 5_715 },
        ...{ gross: usd(5_000), refunds: usd(1_000), fees: usd(1_200), others: usd(1_200), share: usd(1_600) },
        soldAt: azora.clock.now().toISOString(),
        availableAt: new Date(azora.clock.now().getTime() + 10 * 86_400_000).toISOString(),
      },
    ]);
  });

  it('stands by the month (UTC), subject and currency, and goes on from any row', async () => {
    const payee = newId();
    const subjects = [newId(), newId(), undefined];
    for (const months of [0, 1, 2]) {
      for (const subject of subjects)
        for (const currency of ['EUR', 'USD'])
          await aSale(azora, Money.of(1_000 + months, currency), [{ payeeId: payee, amount: 700 }], subject);
      azora.clock.advance({ days: 31 });
    }
    const all = await queries.execute(new ListEarnings(payee, {}));
    const keys = all.map(({ month, subject, gross }) => [month, subject, gross.currency] as const);
    expect(keys).toHaveLength(18);
    expect(keys).toEqual(
      keys.toSorted(
        ([m1, s1, c1], [m2, s2, c2]) =>
          Number(m1 < m2) - Number(m1 > m2) || (s1 ?? 'z').localeCompare(s2 ?? 'z') || c1.localeCompare(c2),
      ),
    );
    for (const [place, key] of keys.entries())
      expect(await queries.execute(new ListEarnings(payee, {}, 3, key))).toEqual(all.slice(place + 1, place + 4));

    const [subject, [month]] = [subjects[0], keys[6] as (typeof keys)[number]];
    const filtered = await queries.execute(
      new ListEarnings(payee, { subject, currency: 'EUR', from: month, to: month }),
    );
    expect(filtered).toEqual(
      all.filter(row => row.month === month && row.subject === subject && row.gross.currency === 'EUR'),
    );
    expect(filtered).toHaveLength(1);
  });

  it('by the sales themselves goes on from any of them, too', async () => {
    const payee = newId();
    const subject = newId();
    for (const sold of [subject, newId(), subject, undefined])
      await aSale(azora, usd(1_000), [{ payeeId: payee, amount: 700 }], sold);
    azora.clock.advance({ days: 1 });
    await aSale(azora, Money.of(1_000, 'EUR'), [{ payeeId: payee, amount: 700 }], subject);
    const all = await queries.execute(new ListSales(payee, {}, 10));
    expect(all.map(sale => sale.gross.currency)).toEqual(['EUR', 'USD', 'USD', 'USD', 'USD']);
    for (const [place, { soldAt, paymentId }] of all.entries())
      expect(await queries.execute(new ListSales(payee, {}, 2, [soldAt, paymentId]))).toEqual(
        all.slice(place + 1, place + 3),
      );
    const from = azora.clock.now();
    expect(await queries.execute(new ListSales(payee, { subject }, 10))).toHaveLength(3);
    expect(await queries.execute(new ListSales(payee, { currency: 'USD', subject }, 10))).toHaveLength(2);
    expect(await queries.execute(new ListSales(payee, { from }, 10))).toEqual(all.slice(0, 1));
    expect(await queries.execute(new ListSales(payee, { to: from }, 10))).toEqual(all.slice(1));
    const best = new ListBestSellers(payee, new Date(0), 1);
    expect(await queries.execute(best)).toEqual([{ subject, sales: 3 }]);
  });

  it('is what the ledger says after whatever steps', async () => {
    const amount = fc.integer({ min: 1, max: 5_000 });
    const does = fc.constantFrom(
      'sell',
      'sell',
      'refund',
      'return',
      'win',
      'lose',
      'pay',
      'refuse',
      'take back',
      'wait',
    );
    const steps = fc.array(fc.record({ does, amount, euro: fc.boolean() }), { minLength: 10, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const [payee, other] = [await aBelievedAccount(azora), newId()];
        const sales: { paymentId: string; currency: string }[] = [];
        for (const { does, amount: units, euro } of all) {
          const currency = euro ? 'EUR' : 'USD';
          const some = sales[units % Math.max(1, sales.length)];
          await take(does, units, currency, some).catch(expectRule);
          for (const one of [payee, other]) await expectReportsOfTheLedger(azora, one);
        }
        expect(await faultsInBooks(azora)).toEqual([]);

        async function take(step: string, units: number, currency: string, some = sales[0]): Promise<void> {
          if (step === 'sell' || !some) {
            const shares = [
              { payeeId: payee, amount: Math.floor(units * 0.5) },
              { payeeId: other, amount: Math.floor(units * 0.2) },
            ];
            const paymentId = await aSale(azora, Money.of(units, currency), shares, newId());
            return void sales.push({ paymentId, currency });
          }
          const money = Money.of(units, some.currency);
          if (step === 'wait') return azora.clock.advance({ days: 10 });
          if (step === 'win') return dispute(azora, some.paymentId, money, ['opened', 'won']);
          if (step === 'lose') return dispute(azora, some.paymentId, money, ['opened', 'lost']);
          if (step === 'refund' || step === 'return') {
            const id = await giveBack(azora, some.paymentId, money);
            if (step === 'return') await giveBack(azora, some.paymentId, money, 'failed', id);
            return;
          }
          const payoutId = await payOut(payee, undefined, currency);
          if (step === 'refuse') return tell(payoutId, REFUSED);
          await tell(payoutId);
          if (step === 'take back') await tell(payoutId, { reversed: 1 });
        }
      }),
      { numRuns: 10 },
    );
  });

  /** A rule of the domain; any other error fails the property. */
  function expectRule({ code }: DomainError): void {
    expect(['nothing_available']).toContain(code);
  }
});
