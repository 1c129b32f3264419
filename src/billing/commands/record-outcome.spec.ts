import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';
import { aSnapshot } from '../testing/payments.ts';
import { LoseTrack } from './lose-track.ts';
import { RecordOutcome } from './record-outcome.ts';
import { StoreProviderEvent } from './store-provider-event.ts';
import { SubmitPayment } from './submit-payment.ts';

describe('Billing', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  async function aRequest({ payerId = newId(), reference = newId(), payeeId = newId(), paymentMethod = 'pm_1' } = {}) {
    const request = new RequestPayment(
      payerId,
      'course_purchase',
      reference,
      Money.of(4_999, 'USD'),
      [{ payeeId, amount: 3_499 }],
      'Course: Tests',
      { paymentMethod, operationId: newId() },
    );
    const { paymentId } = await commands.execute(request);
    return { request, payerId, reference, payeeId, paymentId };
  }

  function record(paymentId: string, outcome: ProviderPayment) {
    return commands.execute(new RecordOutcome(paymentId, outcome));
  }

  /** The provider's snapshot under an id of its own. */
  function said(state: ProviderPayment['state'], fee: number | null = null): ProviderPayment {
    return aSnapshot(state, { id: `pi_${newId()}`, fee });
  }

  async function told(type: string, paymentId: string): Promise<object[]> {
    return (await eventsOf(azora, type)).filter(event => (event as { paymentId: string }).paymentId === paymentId);
  }

  async function postedFor(paymentId: string): Promise<string[]> {
    const rows = await rowsOf<{ reference: string }>(
      azora,
      'select reference from billing.ledger_transactions where reference like $1 order by reference',
      [`payment:${paymentId}:%`],
    );
    return rows.map(({ reference }) => reference);
  }

  describe('that is asked for an amount', () => {
    it('has one payment for a purpose and reference, whoever asks again and for what', async () => {
      const { request, paymentId } = await aRequest();
      expect(await commands.execute(request)).toEqual({ paymentId, paymentState: 'pending' });
      await record(paymentId, said('failed'));
      expect(await commands.execute(request)).toEqual({ paymentId, paymentState: 'failed' });
    });

    it('knows when it was to be charged, and when to ask what became of it', async () => {
      const { paymentId } = await aRequest();
      const [row] = await rowsOf(
        azora,
        `select payment_method, submitted_at is not null as submitted, check_at - submitted_at = interval '1 minute' as checked
         from billing.payments where id = $1`,
        [paymentId],
      );
      expect(row).toEqual({ payment_method: 'pm_1', submitted: true, checked: true });
    });

    it('submits another attempt once the first has failed, and only then', async () => {
      const { payerId, reference, paymentId } = await aRequest();
      const submit = (paymentMethod: string) =>
        commands.execute(
          new SubmitPayment(payerId, 'course_purchase', reference, { paymentMethod, operationId: newId() }),
        );
      expect(await submit('pm_1')).toEqual({ paymentId });
      await expect(submit('pm_2')).rejects.toMatchObject({ code: 'payment_in_progress', details: { paymentId } });
      await record(paymentId, said('failed'));
      const { paymentId: second } = await submit('pm_2');
      expect(second).not.toBe(paymentId);
      await record(second, said('succeeded', 175));
      await expect(submit('pm_3')).rejects.toMatchObject({ code: 'already_paid', details: { paymentId: second } });
    });

    it("submits nothing of another payer's", async () => {
      const { reference } = await aRequest();
      const submission = { paymentMethod: 'pm_1', operationId: newId() };
      const submit = new SubmitPayment(newId(), 'course_purchase', reference, submission);
      await expect(commands.execute(submit)).rejects.toMatchObject({ code: 'payment_not_found' });
    });
  });

  describe('that hears of a success', () => {
    it('books sale and settlement and tells of it, once, however often it hears it', async () => {
      const { payerId, reference, payeeId, paymentId } = await aRequest();
      const outcome = said('succeeded', 175);
      await Promise.all([record(paymentId, outcome), record(paymentId, outcome), record(paymentId, outcome)]);
      expect(await record(paymentId, outcome)).toMatchObject({ id: paymentId, state: 'succeeded', failure: null });
      expect(await postedFor(paymentId)).toEqual([`payment:${paymentId}:sale`, `payment:${paymentId}:settlement`]);
      const ledger = azora.app.get(MoneyLedger, { strict: false });
      expect(await ledger.balance(`payable:${payeeId}`, 'USD')).toBe(3_499);
      expect(await told('billing.payment_succeeded', paymentId)).toEqual([
        {
          paymentId,
          payerId,
          purpose: 'course_purchase',
          reference,
          description: 'Course: Tests',
          amount: 4_999,
          currency: 'USD',
        },
      ]);
    });

    it('books the sale at once and the settlement when it learns the fee', async () => {
      const { paymentId } = await aRequest();
      await record(paymentId, said('succeeded'));
      expect(await postedFor(paymentId)).toEqual([`payment:${paymentId}:sale`]);
      await record(paymentId, said('succeeded', 175));
      expect(await postedFor(paymentId)).toEqual([`payment:${paymentId}:sale`, `payment:${paymentId}:settlement`]);
    });

    it('takes no word of anything earlier that comes later', async () => {
      const { paymentId } = await aRequest();
      await record(paymentId, said('succeeded', 175));
      for (const state of ['processing', 'requires_action', 'failed', 'canceled'] as const)
        expect(await record(paymentId, said(state))).toMatchObject({ state: 'succeeded' });
      await commands.execute(new LoseTrack(paymentId));
      expect(await record(paymentId, said('processing'))).toMatchObject({ state: 'succeeded' });
      expect(await told('billing.payment_failed', paymentId)).toEqual([]);
    });
  });

  it('that hears of a failure tells of it once and books nothing', async () => {
    const { payerId, reference, paymentId } = await aRequest();
    await record(paymentId, said('failed'));
    await record(paymentId, said('failed'));
    expect(await told('billing.payment_failed', paymentId)).toEqual([
      { paymentId, payerId, purpose: 'course_purchase', reference, code: 'card_declined' },
    ]);
    expect(await postedFor(paymentId)).toEqual([]);
  });

  it('keeps a provider event once and refuses the second, also at the same moment', async () => {
    const event = {
      eventId: newId(),
      type: 'ping',
      providerPaymentId: null,
      paymentId: null,
      providerCustomerId: null,
      payload: {},
    };
    const store = () => commands.execute(new StoreProviderEvent('stripe', event));
    const kept = await Promise.allSettled([store(), store(), store()]);
    expect(kept.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(store()).rejects.toMatchObject({ code: 'already_received' });
    const rows = await rowsOf<{ id: string }>(azora, 'select id from billing.provider_events where event_id = $1', [
      event.eventId,
    ]);
    expect(rows).toHaveLength(1);
    const received = (await eventsOf(azora, 'billing.provider_event_received')) as { providerEventId: string }[];
    expect(received.filter(({ providerEventId }) => providerEventId === rows[0]?.id)).toHaveLength(1);
  });
});
