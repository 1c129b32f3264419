import type Stripe from 'stripe';
import type { StripeSandbox } from './sandbox.ts';
import { openReceiver, openSandbox, refusal, until } from './test-bench.ts';

const RETURN_URL = 'https://example.com/back';

describe('A setup', () => {
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let customer: string;

  beforeEach(async () => {
    ({ sandbox, stripe } = await openSandbox());
    customer = (await stripe.customers.create()).id;
  });

  function setUp(payment_method: string, more: Stripe.SetupIntentCreateParams = {}) {
    return stripe.setupIntents.create({ customer, payment_method, confirm: true, return_url: RETURN_URL, ...more });
  }

  async function saved(): Promise<Stripe.PaymentMethod[]> {
    return (await stripe.customers.listPaymentMethods(customer)).data;
  }

  it('attaches the card to the customer, and says so', async () => {
    const receiver = await openReceiver();
    sandbox.setWebhook(receiver);
    const intent = await setUp('pm_card_visa', { metadata: { user_id: '1' } });
    expect(intent).toMatchObject({ status: 'succeeded', customer, usage: 'off_session', metadata: { user_id: '1' } });
    expect(await saved()).toMatchObject([{ id: intent.payment_method, card: { brand: 'visa', last4: '4242' } }]);
    await until(() => receiver.received.length === 3);
    expect(new Set(receiver.types())).toEqual(
      new Set(['payment_method.attached', 'setup_intent.created', 'setup_intent.succeeded']),
    );
  });

  it('walks from no method over a method to success, and no further', async () => {
    const { id, status, client_secret } = await stripe.setupIntents.create({ customer });
    expect(status).toBe('requires_payment_method');
    expect(client_secret).toMatch(new RegExp(`^${id}_secret_`));
    expect((await refusal(stripe.setupIntents.confirm(id))).code).toBe('setup_intent_unexpected_state');
    expect((await stripe.setupIntents.update(id, { payment_method: 'pm_card_amex' })).status).toBe(
      'requires_confirmation',
    );
    expect((await refusal(stripe.setupIntents.confirm(id))).param).toBe('return_url');
    expect((await stripe.setupIntents.confirm(id, { return_url: RETURN_URL })).status).toBe('succeeded');
    expect((await refusal(stripe.setupIntents.cancel(id))).code).toBe('setup_intent_unexpected_state');
    expect(await stripe.setupIntents.retrieve(id)).toMatchObject({ status: 'succeeded' });
  });

  it('can be canceled until it has succeeded', async () => {
    const { id } = await stripe.setupIntents.create({ customer });
    expect((await stripe.setupIntents.cancel(id)).status).toBe('canceled');
    expect((await refusal(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' }))).code).toBe(
      'setup_intent_unexpected_state',
    );
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
  ])('of %s is refused: %s', async (card, code, reason) => {
    const refused = await refusal(setUp(card));
    expect(refused).toMatchObject({ statusCode: 402, code, setup_intent: { status: 'requires_payment_method' } });
    expect(refused.decline_code || undefined).toBe(reason);
    expect(await saved()).toEqual([]);
  });

  it('is refused by the bank where a fault says so', async () => {
    sandbox.faults.add({ fault: 'declined', on: 'POST /v1/setup_intents', decline_code: 'lost_card', times: 1 });
    expect(await refusal(setUp('pm_card_visa'))).toMatchObject({ code: 'card_declined', decline_code: 'lost_card' });
    expect((await setUp('pm_card_visa')).status).toBe('succeeded');
  });

  it("leaves another customer's card alone", async () => {
    const { payment_method } = await setUp('pm_card_visa');
    const other = await stripe.customers.create();
    const refused = await refusal(setUp(String(payment_method), { customer: other.id }));
    expect(refused).toMatchObject({ statusCode: 400, param: 'payment_method' });
    expect((await stripe.setupIntents.list({ customer: other.id })).data).toEqual([]);
  });

  describe('that needs 3-D Secure', () => {
    async function page(intent: Stripe.SetupIntent, outcome?: 'complete' | 'fail') {
      const url = intent.next_action?.redirect_to_url?.url ?? '';
      if (!outcome) return fetch(url);
      return fetch(url, { method: 'POST', body: `outcome=${outcome}`, redirect: 'manual' });
    }

    it('attaches the card when the customer passes, once', async () => {
      const intent = await setUp('pm_card_authenticationRequired');
      expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
      expect(await saved()).toEqual([]);
      expect(await (await page(intent)).text()).toContain('your card is saved');
      const passed = await page(intent, 'complete');
      expect(passed.status).toBe(303);
      expect(passed.headers.get('location')).toContain(`setup_intent=${intent.id}`);
      expect(passed.headers.get('location')).toContain('redirect_status=succeeded');
      expect(await saved()).toMatchObject([{ id: intent.payment_method }]);
      expect((await page(intent, 'complete')).status).toBe(409);
    });

    it('asks for another card when the customer fails', async () => {
      const { id } = await setUp('pm_card_authenticationRequired');
      expect(sandbox.conclude(id, 'fail')).toMatchObject({
        status: 'requires_payment_method',
        last_setup_error: { code: 'setup_intent_authentication_failure' },
      });
      expect(await saved()).toEqual([]);
      const again = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa', return_url: RETURN_URL });
      expect(again.status).toBe('succeeded');
    });
  });
});
