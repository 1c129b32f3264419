import { CommandBus } from '@nestjs/cqrs';
import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { StoreProviderEvent } from '../commands/store-provider-event.ts';
import { charge } from '../testing/charged.ts';
import { aRequestedPayment } from '../testing/paid.ts';
import { HandleProviderEvent } from './handle-provider-event.ts';

describe('An event of the provider that names no payment of ours', () => {
  let azora: Azora;
  let stripe: Stripe;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.stripe.setWebhook();
    stripe = azora.app.get(Stripe, { strict: false });
  });

  afterAll(() => azora.stop());

  /** @returns whether it is handled */
  async function hear(type: string, providerPaymentId: string): Promise<boolean> {
    const event = { eventId: newId(), type, providerPaymentId, paymentId: null, providerCustomerId: null, payload: {} };
    await azora.app.get(CommandBus).execute(new StoreProviderEvent('stripe', event));
    const find = 'select id, handled_at is not null as handled from billing.provider_events where event_id = $1';
    const stored = async () => (await rowsOf<{ id: string; handled: boolean }>(azora, find, [event.eventId]))[0];
    await azora.app.get(HandleProviderEvent, { strict: false }).handle((await stored())?.id ?? '');
    return (await stored())?.handled ?? false;
  }

  async function paymentOf(id: string) {
    return (await rowsOf(azora, 'select state, refunded, disputed from billing.payments where id = $1', [id]))[0];
  }

  it('is known to be about one whose charge has not been answered yet', async () => {
    const paymentId = await aRequestedPayment(azora);
    const disputed = await charge(azora, 'pm_card_createDispute', { payment_id: paymentId });
    expect(await hear('charge.dispute.created', disputed)).toBe(true);
    expect(await paymentOf(paymentId)).toEqual({ state: 'succeeded', refunded: 0, disputed: 4_999 });
  });

  it('tells of a refund made in the dashboard as well', async () => {
    const paymentId = await aRequestedPayment(azora);
    const intentId = await charge(azora, 'pm_card_visa', { payment_id: paymentId });
    await stripe.refunds.create({ payment_intent: intentId, amount: 1_000 });
    expect(await hear('refund.created', intentId)).toBe(true);
    expect(await paymentOf(paymentId)).toEqual({ state: 'succeeded', refunded: 1_000, disputed: 0 });
  });

  it.each([
    ['of somebody else', () => charge(azora, 'pm_card_createDispute', {})],
    ['of another database', () => charge(azora, 'pm_card_createDispute', { payment_id: newId() })],
    ['named otherwise', () => charge(azora, 'pm_card_createDispute', { payment_id: "'; drop" })],
    ['that there is not', async () => 'pi_nothing'],
  ])('is done with where it is about a payment %s', async (_, intentOf) => {
    expect(await hear('charge.dispute.created', await intentOf())).toBe(true);
  });

  it('waits while the provider does not answer', async () => {
    const paymentId = await aRequestedPayment(azora);
    const intentId = await charge(azora, 'pm_card_createDispute', { payment_id: paymentId });
    azora.stripe.faults.add({ fault: 'server_error', on: 'GET /v1/payment_intents*' });
    await expect(hear('charge.dispute.created', intentId)).rejects.toMatchObject({ code: 'provider_unavailable' });
    azora.stripe.faults.clear();
    expect(await paymentOf(paymentId)).toMatchObject({ disputed: 0 });
  });
});
