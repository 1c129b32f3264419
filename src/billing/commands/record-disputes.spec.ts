import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import type { ProviderDispute } from '../domain/dispute-gateway.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import type { ProviderRefund } from '../domain/refund-gateway.ts';
import { disputed, type Stage } from '../testing/disputes.ts';
import { aSnapshot } from '../testing/payments.ts';
import { aRequest, said } from '../testing/refunds.ts';
import { RecordDisputes } from './record-disputes.ts';
import { RecordOutcome } from './record-outcome.ts';
import { RecordRefunds } from './record-refunds.ts';
import { RequestRefund } from './request-refund.ts';

describe('Disputes', () => {
  let azora: Azora;
  let commands: CommandBus;
  let ledger: MoneyLedger;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
    ledger = azora.app.get(MoneyLedger, { strict: false });
  });

  afterEach(async () => {
    expect(await rowsOf(azora, 'select * from billing.ledger_faults()')).toEqual([]);
    expect(await ledger.balance('clearing:disputes', 'USD')).toBe(0);
  });

  afterAll(() => azora.stop());

  /** Paid and settled without a fee, of which 34.99 are a payee's. */
  async function aSale(payeeId = newId()): Promise<string> {
    const shares = [{ payeeId, amount: 3_499 }];
    const price = Money.of(4_999, 'USD');
    const request = new RequestPayment(newId(), 'course_purchase', newId(), price, shares, 'Course: Tests');
    const { paymentId } = await commands.execute(request);
    await commands.execute(new RecordOutcome(paymentId, aSnapshot('succeeded', { id: `pi_${newId()}`, fee: 0 })));
    return paymentId;
  }

  /** Tells of a payment's one dispute. */
  function tell(paymentId: string, stage: Stage, traits: Partial<ProviderDispute> = {}): Promise<void> {
    return commands.execute(new RecordDisputes(paymentId, [disputed(stage, { id: `dp_${paymentId}`, ...traits })]));
  }

  /** A refund that was made in Stripe's dashboard. */
  function theirRefund(amount: number, state: ProviderRefund['state'] = 'succeeded', id: string = newId()) {
    return said({ id, amount: Money.of(amount, 'USD') }, state, { refundId: null });
  }

  function refunds(paymentId: string, ...told: ProviderRefund[]): Promise<void> {
    return commands.execute(new RecordRefunds(paymentId, told));
  }

  async function paymentOf(id: string) {
    const [row] = await rowsOf(
      azora,
      'select refunded, refunding, disputed, lost, excess from billing.payments where id = $1',
      [id],
    );
    return row;
  }

  function disputesOf(paymentId: string) {
    return rowsOf<{ id: string }>(
      azora,
      'select id, amount, state, funds, fee, returned_fee, check_at from billing.disputes where payment_id = $1',
      [paymentId],
    );
  }

  /** What a payment and all that followed it have left on each account, but for those that hold nothing of it. */
  async function left(paymentId: string): Promise<Record<string, number>> {
    const rows = await rowsOf<{ account: string; amount: number }>(
      azora,
      `select account, sum(amount)::float8 as amount
       from billing.ledger_entries join billing.ledger_transactions t on t.id = transaction_id
       where split_part(t.reference, ':', 2) in (
         select $1::text union select id::text from billing.refunds where payment_id = $1::uuid
         union select id::text from billing.disputes where payment_id = $1::uuid)
       group by account having sum(amount) <> 0 order by account`,
      [paymentId],
    );
    return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
  }

  async function told(type: string, paymentId: string): Promise<object[]> {
    return (await eventsOf(azora, type)).filter(event => (event as { paymentId: string }).paymentId === paymentId);
  }

  it('are posted and told of once, however often and however many at a time they are heard of', async () => {
    const payeeId = newId();
    const paymentId = await aSale(payeeId);
    await Promise.all([tell(paymentId, 'opened'), tell(paymentId, 'opened'), tell(paymentId, 'inquiry')]);
    const [dispute, ...others] = await disputesOf(paymentId);
    expect(others).toEqual([]);
    expect(dispute).toMatchObject({ amount: 4_999, state: 'needs_response', funds: 'withdrawn', fee: 1_500 });
    expect(await ledger.entriesOf(`dispute:${dispute?.id}`)).toEqual([
      { account: 'clearing:disputes', amount: 4_999, currency: 'USD' },
      { account: `payable:${payeeId}`, amount: -3_499, currency: 'USD' },
      { account: 'income:course_purchase', amount: -1_500, currency: 'USD' },
    ]);
    await Promise.all([tell(paymentId, 'lost'), tell(paymentId, 'lost'), tell(paymentId, 'answered')]);
    expect(await left(paymentId)).toEqual({ 'assets:stripe': 1_500, 'expenses:stripe_fees': -1_500 });
    expect(await paymentOf(paymentId)).toEqual({ refunded: 0, refunding: 0, disputed: 4_999, lost: 4_999, excess: 0 });
    expect(await told('billing.payment_disputed', paymentId)).toMatchObject([
      { disputeId: dispute?.id, amount: 4_999, evidenceDueAt: '2026-03-10T12:00:00.000Z' },
    ]);
    expect(await told('billing.dispute_closed', paymentId)).toMatchObject([{ won: false, total: true }]);
  });

  it('that only inquire move nothing, also when they are closed', async () => {
    const paymentId = await aSale();
    const before = await left(paymentId);
    await tell(paymentId, 'inquiry');
    await tell(paymentId, 'inquiry', { state: 'won' });
    expect(await left(paymentId)).toEqual(before);
    expect(await disputesOf(paymentId)).toMatchObject([{ state: 'won', funds: 'kept', check_at: null }]);
    expect(await told('billing.dispute_closed', paymentId)).toEqual([]);
  });

  it.each([-1_500, 0])('that are won leave the books as they were, with %s of the fee', async returnedFee => {
    const paymentId = await aSale();
    const { 'assets:stripe': assets = 0, ...before } = await left(paymentId);
    await tell(paymentId, 'opened');
    await tell(paymentId, 'won', { returnedFee });
    const { 'assets:stripe': after = 0, 'expenses:stripe_fees': fees = 0, ...rest } = await left(paymentId);
    expect(rest).toEqual(before);
    expect([after - assets, fees]).toEqual(returnedFee === 0 ? [1_500, -1_500] : [0, 0]);
    expect(await paymentOf(paymentId)).toEqual({ refunded: 0, refunding: 0, disputed: 0, lost: 0, excess: 0 });
  });

  it('that were won before they are first heard of are booked there and back', async () => {
    const paymentId = await aSale();
    const before = await left(paymentId);
    await tell(paymentId, 'won');
    expect(await left(paymentId)).toEqual(before);
    expect(await told('billing.dispute_closed', paymentId)).toMatchObject([{ won: true, total: false }]);
  });

  it('settle when the fee is known', async () => {
    const paymentId = await aSale();
    await tell(paymentId, 'lost', { fee: null });
    expect(await ledger.balance('clearing:disputes', 'USD')).toBe(4_999);
    expect((await disputesOf(paymentId))[0]).toMatchObject({ check_at: expect.any(Date) });
    await tell(paymentId, 'lost');
    expect((await disputesOf(paymentId))[0]).toMatchObject({ fee: 1_500, check_at: null });
  });

  it('take from what can be refunded', async () => {
    const paymentId = await aSale();
    const refund = (amount?: number) => commands.execute(new RequestRefund(paymentId, aRequest({ amount }), true));
    await tell(paymentId, 'opened', { amount: 4_000 });
    await expect(refund(1_000)).rejects.toMatchObject({ code: 'payment_disputed', details: { available: 999 } });
    await refund(999);
    await expect(refund()).rejects.toMatchObject({ code: 'payment_disputed', details: { available: 0 } });
    await tell(paymentId, 'won', { amount: 4_000 });
    await refund(4_000);
  });

  it('and our refunds can not exceed a payment behind our back either', async () => {
    const paymentId = await aSale();
    await tell(paymentId, 'opened', { amount: 4_000 });
    const update = rowsOf(azora, 'update billing.payments set refunding = 1000 where id = $1', [paymentId]);
    await expect(update).rejects.toMatchObject({ constraint: 'payments_refunds_fit' });
  });

  it('over what was refunded, and refunds of what is disputed, are the loss of the platform, in either order', async () => {
    const orders = [
      async (id: string) => {
        await refunds(id, theirRefund(1_000));
        await tell(id, 'lost');
      },
      async (id: string) => {
        await tell(id, 'lost');
        await refunds(id, theirRefund(1_000));
      },
    ];
    for (const heard of orders) {
      const paymentId = await aSale();
      await heard(paymentId);
      expect(await left(paymentId)).toEqual({
        'assets:stripe': 2_500,
        'expenses:chargeback_losses': -1_000,
        'expenses:stripe_fees': -1_500,
      });
      expect(await paymentOf(paymentId)).toEqual({
        refunded: 1_000,
        refunding: 0,
        disputed: 4_999,
        lost: 4_999,
        excess: 1_000,
      });
    }
  });

  it('and what the bank sends back of refunds undo a loss before they undo a sale', async () => {
    const paymentId = await aSale();
    const id = newId();
    await refunds(paymentId, theirRefund(1_000, 'succeeded', id));
    await tell(paymentId, 'lost');
    await refunds(paymentId, theirRefund(1_000, 'failed', id));
    expect(await left(paymentId)).toEqual({ 'assets:stripe': 1_500, 'expenses:stripe_fees': -1_500 });
    expect(await paymentOf(paymentId)).toMatchObject({ refunded: 0, disputed: 4_999, excess: 0 });
  });

  it('leave a payee who has been paid out with a debt, which the next sale settles first', async () => {
    const payeeId = newId();
    const standing = () =>
      Promise.all(['payable', 'receivable'].map(kind => ledger.balance(`${kind}:${payeeId}`, 'USD')));
    const paymentId = await aSale(payeeId);
    await ledger.post({
      reference: newId(),
      kind: 'payout',
      occurredAt: new Date(),
      entries: [
        { account: `payable:${payeeId}`, amount: -2_999, currency: 'USD' },
        { account: 'assets:stripe', amount: 2_999, currency: 'USD' },
      ],
    });
    await tell(paymentId, 'opened');
    expect(await standing()).toEqual([0, -2_999]);
    await tell(paymentId, 'lost');
    await aSale(payeeId);
    expect(await standing()).toEqual([500, 0]);
  });

  it('that are won after a payout settle the debt that they made', async () => {
    const payeeId = newId();
    const paymentId = await aSale(payeeId);
    await ledger.post({
      reference: newId(),
      kind: 'payout',
      occurredAt: new Date(),
      entries: [
        { account: `payable:${payeeId}`, amount: -3_499, currency: 'USD' },
        { account: 'assets:stripe', amount: 3_499, currency: 'USD' },
      ],
    });
    await tell(paymentId, 'opened');
    expect(await ledger.balance(`receivable:${payeeId}`, 'USD')).toBe(-3_499);
    await tell(paymentId, 'won');
    expect(await ledger.balance(`receivable:${payeeId}`, 'USD')).toBe(0);
    expect(await ledger.balance(`payable:${payeeId}`, 'USD')).toBe(0);
  });
});
