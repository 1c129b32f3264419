import { clientOf, openReceiver, openSandbox, payment, SECRET, until } from './test-bench.ts';

describe('webhooks', () => {
  it("are signed so that Stripe's SDK accepts them, and nothing else", async () => {
    const webhook = await openReceiver();
    const { stripe } = await openSandbox({ webhook });
    const { id } = await stripe.customers.create();
    await until(() => webhook.received.length === 1);
    const { payload = '', signature = '' } = webhook.received[0] ?? {};
    const event = stripe.webhooks.constructEvent(payload, signature, SECRET);
    expect(event).toMatchObject({
      type: 'customer.created',
      data: { object: { id } },
      livemode: false,
      pending_webhooks: 1,
    });
    expect(() => stripe.webhooks.constructEvent(`${payload} `, signature, SECRET)).toThrow();
    expect(() => stripe.webhooks.constructEvent(payload, signature, 'whsec_other')).toThrow();
  });

  it('carry the state of their moment and the request that caused them', async () => {
    const webhook = await openReceiver();
    const { stripe } = await openSandbox({ webhook });
    const intent = await stripe.paymentIntents.create(payment, { idempotencyKey: 'order-1' });
    await until(() => webhook.received.length === 3);
    const created = webhook.received.find(({ type }) => type === 'payment_intent.created');
    expect(created?.event.data.object).toMatchObject({ id: intent.id, status: 'requires_confirmation' });
    expect(created?.event.request).toEqual({ id: intent.lastResponse.requestId, idempotency_key: 'order-1' });
    expect((await stripe.events.retrieve(created?.event.id ?? '')).data.object).toMatchObject({
      status: 'requires_confirmation',
    });
  });

  it('are sent only for the types subscribed to', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({
      webhook: { ...webhook, events: ['charge.*', 'payment_intent.succeeded'] },
    });
    await stripe.paymentIntents.create(payment);
    await until(() => sandbox.store.all('delivery').every(({ state }) => state === 'delivered'));
    expect(new Set(webhook.types())).toEqual(new Set(['charge.succeeded', 'payment_intent.succeeded']));
  });

  it('are tried again until they are accepted', async () => {
    const webhook = await openReceiver(count => (count < 3 ? 500 : 204));
    const { sandbox, stripe } = await openSandbox({ webhook, webhookPace: { baseDelayMs: 2 } });
    await stripe.customers.create();
    const [event] = (await stripe.events.list()).data;
    await until(() => sandbox.store.get('delivery', event?.id ?? '')?.state === 'delivered');
    expect(sandbox.store.get('delivery', event?.id ?? '')?.attempts).toBe(3);
    expect((await stripe.events.retrieve(event?.id ?? '')).pending_webhooks).toBe(0);
    expect((await stripe.events.list({ delivery_success: true })).data).toHaveLength(1);
  });

  it('are given up in the end', async () => {
    const webhook = await openReceiver(() => 500);
    const { sandbox, stripe } = await openSandbox({ webhook, webhookPace: { baseDelayMs: 2, giveUpAfterMs: 20 } });
    await stripe.customers.create();
    await until(() => sandbox.store.all('delivery')[0]?.state === 'abandoned');
    expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
  });

  it('never hold up an answer', async () => {
    const { sandbox, stripe } = await openSandbox({
      webhook: { url: 'http://127.0.0.1:9/nobody', secret: SECRET },
    });
    expect((await stripe.paymentIntents.create(payment)).status).toBe('succeeded');
    await until(() => sandbox.store.all('delivery').every(({ last_answer }) => last_answer !== null));
  });

  it('can be pointed elsewhere while it runs', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox();
    await stripe.customers.create();
    const { url, secret } = webhook;
    await fetch(`${sandbox.url}/_sandbox/webhook`, {
      method: 'POST',
      body: JSON.stringify({ url, secret, events: ['*'] }),
    });
    await stripe.customers.create();
    await until(() => webhook.received.length === 1);
    expect(
      clientOf(sandbox).webhooks.constructEvent(
        webhook.received[0]?.payload ?? '',
        webhook.received[0]?.signature ?? '',
        SECRET,
      ).type,
    ).toBe('customer.created');
  });
});
