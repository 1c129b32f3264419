import { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { faultsInBooks } from '../../../test/support/books.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import type { DomainError } from '../../kernel/domain/domain-error.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment, type Share } from '../billing.contract.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { proportionOf } from '../domain/proportion.ts';
import type { ProviderRefund } from '../domain/refund-gateway.ts';
import { disputed } from '../testing/disputes.ts';
import { aSnapshot } from '../testing/payments.ts';
import { aRequest, said } from '../testing/refunds.ts';
import { LoseTrackOfRefund } from './lose-track-of-refund.ts';
import { RecordDisputes } from './record-disputes.ts';
import { RecordOutcome } from './record-outcome.ts';
import { RecordRefunds } from './record-refunds.ts';
import { RequestRefund } from './request-refund.ts';

const REFUNDERS = 8;
const RUNS = 12;

describe('Refunds', () => {
  let azora: Azora;
  let commands: CommandBus;
  let ledger: MoneyLedger;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
    ledger = azora.app.get(MoneyLedger, { strict: false });
  });

  afterAll(() => azora.stop());

  /** Paid and settled without a fee. */
  async function aSale(amount = 4_999, shares: readonly Share[] = []): Promise<string> {
    const price = Money.of(amount, 'USD');
    const request = new RequestPayment(newId(), 'course_purchase', newId(), price, shares, 'Course: Tests');
    const { paymentId } = await commands.execute(request);
    await commands.execute(new RecordOutcome(paymentId, aSnapshot('succeeded', { id: `pi_${newId()}`, fee: 0 })));
    return paymentId;
  }

  async function request(paymentId: string, amount?: number, operationId = newId()): Promise<string> {
    const asked = aRequest({ amount, operationId });
    return (await commands.execute(new RequestRefund(paymentId, asked, true))).refundId;
  }

  function record(paymentId: string, ...told: ProviderRefund[]): Promise<void> {
    return commands.execute(new RecordRefunds(paymentId, told));
  }

  function news(id: string, amount: number, state: ProviderRefund['state'], traits: Partial<ProviderRefund> = {}) {
    return said({ id, amount: Money.of(amount, 'USD') }, state, traits);
  }

  async function paymentOf(id: string) {
    const [row] = await rowsOf<{ refunded: number; refunding: number }>(
      azora,
      'select refunded, refunding from billing.payments where id = $1',
      [id],
    );
    return row;
  }

  function refundsOf(paymentId: string) {
    return rowsOf(
      azora,
      'select amount, state, reason, requested_by from billing.refunds where payment_id = $1 order by id',
      [paymentId],
    );
  }

  /** What a ledger may never show, of all accounts or of some payees. */
  async function expectSound(): Promise<void> {
    expect(await faultsInBooks(azora)).toEqual([]);
  }

  it('that are asked for by one operation are one, also at the same moment', async () => {
    const paymentId = await aSale();
    const operationId = newId();
    const ids = await Promise.all(Array.from({ length: 8 }, () => request(paymentId, 1_000, operationId)));
    expect(new Set(ids).size).toBe(1);
    expect(await paymentOf(paymentId)).toEqual({ refunded: 0, refunding: 1_000 });
  });

  it('that race for a payment never exceed it', async () => {
    const paymentId = await aSale(1_000);
    const race = await Promise.allSettled(Array.from({ length: 10 }, () => request(paymentId, 300)));
    const lost = race.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason as DomainError] : []));
    expect(lost.map(({ code, details }) => ({ code, ...details }))).toEqual(
      Array(7).fill({ code: 'refund_exceeds_payment', available: 100 }),
    );
    expect(await paymentOf(paymentId)).toEqual({ refunded: 0, refunding: 900 });
  });

  it('can not exceed a payment behind our back either', async () => {
    const paymentId = await aSale(1_000);
    const update = rowsOf(azora, 'update billing.payments set refunded = 600, refunding = 401 where id = $1', [
      paymentId,
    ]);
    await expect(update).rejects.toMatchObject({ constraint: 'payments_refunds_fit' });
  });

  it('are posted and told of once, however often and however many at a time they are heard of', async () => {
    const payeeId = newId();
    const paymentId = await aSale(4_999, [{ payeeId, amount: 3_499 }]);
    const refundId = await request(paymentId);
    const told = news(refundId, 4_999, 'succeeded');
    await Promise.all([record(paymentId, told), record(paymentId, told, told), record(paymentId, told)]);
    await record(paymentId, news(refundId, 4_999, 'pending'));
    expect(await ledger.entriesOf(`refund:${refundId}`)).toEqual([
      { account: 'clearing:refunds', amount: 4_999, currency: 'USD' },
      { account: `payable:${payeeId}`, amount: -3_499, currency: 'USD' },
      { account: 'income:course_purchase', amount: -1_500, currency: 'USD' },
    ]);
    expect(await ledger.entriesOf(`refund:${refundId}:settlement`)).toHaveLength(2);
    const events = (await eventsOf(azora, 'billing.payment_refunded')) as { paymentId: string }[];
    expect(events.filter(event => event.paymentId === paymentId)).toMatchObject([{ amount: 4_999, total: true }]);
    await expectSound();
  });

  it('made at the provider are taken in once, whether or not one of ours is heard of with them', async () => {
    const paymentId = await aSale(1_000);
    const ours = await request(paymentId, 300);
    const theirs = news(newId(), 500, 'succeeded', { refundId: null });
    await record(paymentId, theirs);
    await record(paymentId, theirs, news(ours, 300, 'succeeded'));
    expect(await refundsOf(paymentId)).toMatchObject([
      { amount: 300, state: 'succeeded', reason: 'requested_by_customer' },
      { amount: 500, state: 'succeeded', reason: 'other', requested_by: null },
    ]);
    expect(await paymentOf(paymentId)).toEqual({ refunded: 800, refunding: 0 });
  });

  it('made at the provider out of what is reserved for one of ours leave that to fail', async () => {
    const paymentId = await aSale(1_000);
    const ours = await request(paymentId, 800);
    const theirs = news(newId(), 500, 'succeeded', { refundId: null });
    await commands.execute(new LoseTrackOfRefund(paymentId, ours));
    await record(paymentId, theirs);
    await expect(request(paymentId, 1)).rejects.toMatchObject({ code: 'refund_exceeds_payment' });
    await record(paymentId, theirs, news(ours, 800, 'failed', { id: null }));
    expect(await refundsOf(paymentId)).toMatchObject([
      { amount: 800, state: 'failed' },
      { amount: 500, state: 'succeeded' },
    ]);
    expect(await paymentOf(paymentId)).toEqual({ refunded: 500, refunding: 0 });
  });

  it('that the bank sends back leave the books as they were, and can be given again', async () => {
    const payeeId = newId();
    const paymentId = await aSale(4_999, [{ payeeId, amount: 3_499 }]);
    const first = await request(paymentId);
    await record(paymentId, news(first, 4_999, 'succeeded'));
    await record(paymentId, news(first, 4_999, 'failed'));
    expect(await ledger.balance(`payable:${payeeId}`, 'USD')).toBe(3_499);
    expect(await paymentOf(paymentId)).toEqual({ refunded: 0, refunding: 0 });
    const second = await request(paymentId);
    await record(paymentId, news(second, 4_999, 'succeeded'));
    expect(await ledger.balance(`payable:${payeeId}`, 'USD')).toBe(0);
    await expectSound();
  });

  it('leave a payee who has been paid out with a debt, which the next sale settles first', async () => {
    const payeeId = newId();
    const share = [{ payeeId, amount: 3_499 }];
    const paymentId = await aSale(4_999, share);
    await payOut(payeeId, 2_999);
    const refundId = await request(paymentId);
    await record(paymentId, news(refundId, 4_999, 'succeeded'));
    expect(await standing(payeeId)).toEqual([0, -2_999]);
    await aSale(4_999, share);
    expect(await standing(payeeId)).toEqual([500, 0]);
    await expectSound();
  });

  it('of eight at once, among sales, payouts and disputes, keep the books right after every step', async () => {
    const amount = fc.integer({ min: 1, max: 2_000 });
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ does: fc.constant('refund' as const), sale: fc.nat(3), amount }) },
      { weight: 1, arbitrary: fc.record({ does: fc.constant('fail' as const), sale: fc.nat(3), amount }) },
      { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('win', 'lose'), sale: fc.nat(3), amount }) },
      { weight: 2, arbitrary: fc.record({ does: fc.constant('sell' as const), sale: fc.constant(0), amount }) },
      { weight: 2, arbitrary: fc.record({ does: fc.constant('pay out' as const), sale: fc.constant(0), amount }) },
    );
    const steps = fc.array(step, { minLength: REFUNDERS, maxLength: 3 * REFUNDERS });
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const [ann, bob] = [newId(), newId()];
        const shares = (price: number) => [
          { payeeId: ann, amount: Math.floor(price * 0.4) },
          { payeeId: bob, amount: Math.floor(price * 0.3) },
        ];
        const sales = await Promise.all([3_000, 999, 14, 1].map(price => aSale(price, shares(price))));
        const take = async ({ does, sale, amount: units }: (typeof all)[number]) => {
          if (does === 'sell') await aSale(units, shares(units));
          else if (does === 'pay out') await payOut(ann, units).catch(expectCode('insufficient_balance'));
          else if (does === 'win' || does === 'lose') await dispute(sales[sale] as string, units, does === 'win');
          else {
            const refundId = await request(sales[sale] as string, units);
            await record(sales[sale] as string, news(refundId, units, 'succeeded'));
            if (does === 'fail') await record(sales[sale] as string, news(refundId, units, 'failed'));
          }
        };
        await Promise.all(
          Array.from({ length: REFUNDERS }, async (_, refunder) => {
            for (let turn = refunder; turn < all.length; turn += REFUNDERS) {
              await take(all[turn] as (typeof all)[number]).catch(
                expectCode('refund_exceeds_payment', 'payment_disputed'),
              );
              await expectSound();
            }
          }),
        );
        for (const paymentId of sales) await expectOneRefundOfTheTotal(paymentId);
        for (const what of ['refunds', 'disputes']) expect(await ledger.balance(`clearing:${what}`, 'USD')).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  /** What is not there is refused; any other error, a deadlock among them, fails the property. */
  function expectCode(...codes: string[]) {
    return (error: DomainError) => expect(codes).toContain(error.code ?? error);
  }

  async function dispute(paymentId: string, amount: number, won: boolean): Promise<void> {
    const id = `dp_${newId()}`;
    await commands.execute(new RecordDisputes(paymentId, [disputed('opened', { id, amount })]));
    await commands.execute(new RecordDisputes(paymentId, [disputed(won ? 'won' : 'lost', { id, amount })]));
  }

  /** All refunds and disputes together have taken of each part of the sale what one refund of their sum would. */
  async function expectOneRefundOfTheTotal(paymentId: string): Promise<void> {
    const entries = await rowsOf<{ reference: string; account: string; amount: number }>(
      azora,
      `select t.reference, replace(account, 'receivable:', 'payable:') as account, sum(amount)::float8 as amount
       from billing.ledger_entries join billing.ledger_transactions t on t.id = transaction_id
       where t.reference = $1 or split_part(t.reference, ':', 2) in (
         select id::text from billing.refunds where payment_id = $2
         union select id::text from billing.disputes where payment_id = $2)
       group by 1, 2 order by 1, min(line)`,
      [`payment:${paymentId}:sale`, paymentId],
    );
    const parts = entries.filter(({ reference, amount }) => reference.startsWith('payment:') && amount > 0);
    const reversals = entries.filter(({ reference }) => !reference.startsWith('payment:'));
    const taken = parts.map(({ account }) =>
      reversals.reduce((sum, entry) => sum - (entry.account === account ? entry.amount : 0), 0),
    );
    const [row] = await rowsOf<{ reversed: number }>(
      azora,
      'select least(refunded + disputed, amount)::float8 as reversed from billing.payments where id = $1',
      [paymentId],
    );
    expect(taken).toEqual(
      proportionOf(
        parts.map(({ amount }) => amount),
        row?.reversed ?? 0,
      ),
    );
  }

  function payOut(payeeId: string, amount: number): Promise<void> {
    return ledger.post({
      reference: newId(),
      kind: 'payout',
      occurredAt: new Date(),
      entries: [
        { account: `payable:${payeeId}`, amount: -amount, currency: 'USD' },
        { account: 'assets:stripe', amount, currency: 'USD' },
      ],
    });
  }

  function standing(payeeId: string): Promise<number[]> {
    return Promise.all(['payable', 'receivable'].map(kind => ledger.balance(`${kind}:${payeeId}`, 'USD')));
  }
});
