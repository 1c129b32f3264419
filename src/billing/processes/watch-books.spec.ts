import { CommandBus } from '@nestjs/cqrs';
import { register } from 'prom-client';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { RecordDisputes } from '../commands/record-disputes.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { RecordRefunds } from '../commands/record-refunds.ts';
import { RequestPayout } from '../commands/request-payout.ts';
import { RequestRefund } from '../commands/request-refund.ts';
import { StoreProviderEvent } from '../commands/store-provider-event.ts';
import type { ProviderDispute } from '../domain/dispute-gateway.ts';
import { ExamineBooksHandler } from '../queries/examine-books.ts';
import { disputed } from '../testing/disputes.ts';
import { aRequestedPayment } from '../testing/paid.ts';
import { aSnapshot } from '../testing/payments.ts';
import { aBelievedAccount, anEarning } from '../testing/payouts.ts';
import { aRequest } from '../testing/refunds.ts';
import { WatchBooks } from './watch-books.ts';

describe('Watching the books', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', PAYOUT_HOLD_DAYS: '0' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  /** @param fee null until the provider has settled it */
  async function aSale(fee: number | null): Promise<string> {
    const paymentId = await aRequestedPayment(azora);
    await commands.execute(new RecordOutcome(paymentId, aSnapshot('succeeded', { id: `pi_${newId()}`, fee })));
    return paymentId;
  }

  async function aRefundNotSettled(): Promise<string> {
    const paymentId = await aSale(175);
    const { refundId } = await commands.execute(new RequestRefund(paymentId, aRequest(), true));
    const told = {
      id: `re_${refundId}`,
      refundId,
      amount: 4_999,
      state: 'succeeded',
      failure: null,
      fee: null,
    } as const;
    await commands.execute(new RecordRefunds(paymentId, [told]));
    return refundId;
  }

  async function aDisputeNotSettled(stage: 'opened' | 'won', unsaid: Partial<ProviderDispute>): Promise<string> {
    const paymentId = await aSale(175);
    const told = disputed(stage, { id: `dp_${newId()}`, ...unsaid });
    await commands.execute(new RecordDisputes(paymentId, [told]));
    const [dispute] = await rowsOf<{ id: string }>(azora, 'select id from billing.disputes where payment_id = $1', [
      paymentId,
    ]);
    return dispute?.id ?? '';
  }

  async function aPayoutOnItsWay(): Promise<string> {
    const payeeId = await aBelievedAccount(azora);
    await anEarning(azora, payeeId, 3_499);
    const { payoutId } = await commands.execute(new RequestPayout(payeeId, 'USD', { operationId: newId() }));
    return payoutId;
  }

  async function gauge(name: string): Promise<number | undefined> {
    await azora.app.get(WatchBooks, { strict: false }).watch();
    return (await register.getSingleMetric(name)?.get())?.values[0]?.value;
  }

  async function uncleared() {
    return (await azora.app.get(ExamineBooksHandler, { strict: false }).execute()).uncleared;
  }

  it('counts what is not settled a week after it was booked, and not before', async () => {
    await aSale(175);
    const sale = await aSale(null);
    const refund = await aRefundNotSettled();
    const disputes = [
      await aDisputeNotSettled('opened', { fee: null }),
      await aDisputeNotSettled('won', { returnedFee: null }),
    ];
    const payout = await aPayoutOnItsWay();
    azora.clock.advance({ days: 6 });
    expect(await gauge('clearing_overdue')).toBe(0);
    azora.clock.advance({ days: 2 });
    expect(await gauge('clearing_overdue')).toBe(5);
    const subjects = [
      `payment:${sale}`,
      `refund:${refund}`,
      ...disputes.map(id => `dispute:${id}`),
      `payout:${payout}`,
    ];
    expect((await uncleared()).toSorted()).toEqual(subjects.toSorted());
    await commands.execute(new RecordOutcome(sale, aSnapshot('succeeded', { fee: 175 })));
    expect(await gauge('clearing_overdue')).toBe(4);
  });

  it('counts the events that came and were not handled for an hour', async () => {
    const event = {
      eventId: newId(),
      type: 'ping',
      providerPaymentId: null,
      paymentId: null,
      providerCustomerId: null,
      payload: {},
    };
    await commands.execute(new StoreProviderEvent('stripe', event));
    expect(await gauge('provider_events_waiting')).toBe(0);
    azora.clock.advance({ hours: 2 });
    expect(await gauge('provider_events_waiting')).toBe(1);
  });

  it('counts the differences of the latest daily comparison only', async () => {
    expect(await gauge('reconciliation_differences')).toBe(0);
    const made = (day: string, differences: number, requestedBy: string | null) =>
      rowsOf(
        azora,
        `insert into billing.reconciliations
           (id, from_day, to_day, requested_by, requested_at, completed_at, differences, totals, others, balances)
         values ($1, $2, $2, $3, now(), now(), $4, '[]', '[]', '[]')`,
        [newId(), day, requestedBy, differences],
      );
    await made('2026-03-01', 5, null);
    await made('2026-03-02', 3, null);
    await made('2026-03-03', 7, newId());
    expect(await gauge('reconciliation_differences')).toBe(3);
  });
});
