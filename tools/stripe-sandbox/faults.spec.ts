import { openReceiver, openSandbox, payment, refusal, until } from './test-bench.ts';

describe('a fault', () => {
  const on = 'POST /v1/payment_intents';
  const once = { idempotencyKey: 'order-1' };

  it('loses the answer after the effect, and the key finds it again', async () => {
    const { sandbox, stripe } = await openSandbox();
    // The SDK repeats a request on a closed connection once by itself.
    sandbox.faults.add({ fault: 'answer_lost', on, times: 2 });
    expect((await refusal(stripe.paymentIntents.create(payment, once))).type).toBe('StripeConnectionError');
    expect((await stripe.charges.list()).data).toHaveLength(1);
    const found = await stripe.paymentIntents.create(payment, once);
    expect(found.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('answers 500 under the key, with effect: %s', async (effect, charges) => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.faults.add({ fault: 'server_error', on, times: 1, effect });
    expect((await refusal(stripe.paymentIntents.create(payment, once))).statusCode).toBe(500);
    expect((await refusal(stripe.paymentIntents.create(payment, once))).statusCode).toBe(500);
    expect((await stripe.charges.list()).data).toHaveLength(charges);
  });

  it('answers 500 under the key when only half was done: an intent that is not confirmed', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.faults.add({ fault: 'server_error', on, times: 1, effect: 'half' });
    expect((await refusal(stripe.paymentIntents.create(payment, once))).statusCode).toBe(500);
    expect((await stripe.paymentIntents.list()).data).toMatchObject([{ status: 'requires_confirmation' }]);
    expect((await stripe.charges.list()).data).toEqual([]);
  });

  it('refuses before any effect with 429 or 409', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.faults.add({ fault: 'rate_limited', on: '* /v1/*', times: 1 });
    expect((await refusal(stripe.balance.retrieve())).statusCode).toBe(429);
    sandbox.faults.add({ fault: 'conflict', on, times: 1 });
    expect((await refusal(stripe.paymentIntents.create(payment))).statusCode).toBe(409);
    expect((await stripe.events.list()).data).toEqual([]);
  });

  it('lets the bank refuse an attached card for any reason', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.faults.add({ fault: 'declined', on, decline_code: 'lost_card', times: 1 });
    expect(await refusal(stripe.paymentIntents.create(payment))).toMatchObject({
      code: 'card_declined',
      decline_code: 'lost_card',
    });
    expect((await stripe.paymentIntents.create(payment)).status).toBe('succeeded');
  });

  it('strikes as often as its probability says', async () => {
    const throws = [0.1, 0.9, 0.1];
    const { sandbox, stripe } = await openSandbox({ random: () => throws.shift() ?? 1 });
    sandbox.faults.add({ fault: 'rate_limited', on: 'GET /v1/balance', probability: 0.5 });
    const answers = await Promise.allSettled([1, 2, 3].map(() => stripe.balance.retrieve()));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  });

  it('is planted, listed and cleared over HTTP', async () => {
    const { sandbox, stripe } = await openSandbox();
    const faults = `${sandbox.url}/_sandbox/faults`;
    const plant = (body: string) => fetch(faults, { method: 'POST', body });
    const { id } = (await (await plant(JSON.stringify({ fault: 'rate_limited', on: 'GET *' }))).json()) as {
      id: string;
    };
    expect(await (await fetch(faults)).json()).toEqual([{ id, fault: 'rate_limited', on: 'GET *' }]);
    expect((await refusal(stripe.balance.retrieve())).statusCode).toBe(429);
    await fetch(`${faults}/${id}`, { method: 'DELETE' });
    expect((await stripe.balance.retrieve()).object).toBe('balance');
    expect((await plant(JSON.stringify({ fault: 'earthquake', on: '*' }))).status).toBe(400);
    expect((await plant('not json')).status).toBe(400);
  });
});

describe('a webhook fault', () => {
  it('delivers before the API answers', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook });
    sandbox.faults.add({ fault: 'before_answer', on: 'payment_intent.succeeded' });
    const answered: string[] = [];
    await stripe.paymentIntents.create(payment).then(() => answered.push(...webhook.types()));
    expect(answered).toContain('payment_intent.succeeded');
  });

  it('delivers twice', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook });
    sandbox.faults.add({ fault: 'doubled', on: 'customer.created', times: 1 });
    await stripe.customers.create();
    await until(() => webhook.received.length === 2);
    expect(new Set(webhook.received.map(({ event }) => event.id)).size).toBe(1);
  });

  it('lets a later event overtake', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook, webhookPace: { inFlight: 1 } });
    sandbox.faults.add({ fault: 'reordered', on: 'customer.created', ms: 60_000 });
    const { id } = await stripe.customers.create();
    await stripe.customers.update(id, { name: 'Ada' });
    await until(() => webhook.received.length === 2);
    expect(webhook.types()).toEqual(['customer.updated', 'customer.created']);
  });

  it('comes late', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook });
    sandbox.faults.add({ fault: 'late', on: 'customer.created', ms: 500 });
    const { id } = await stripe.customers.create();
    await stripe.customers.update(id, { name: 'Ada' });
    await until(() => webhook.received.length === 2);
    expect(webhook.types()).toEqual(['customer.updated', 'customer.created']);
  });

  it('pauses until it is cleared', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook });
    const pause = sandbox.faults.add({ fault: 'paused', on: 'customer.created' });
    const { id } = await stripe.customers.create();
    await stripe.customers.update(id, { name: 'Ada' });
    await until(() => webhook.received.length === 1);
    sandbox.faults.clear(pause);
    await until(() => webhook.received.length === 2);
    expect(webhook.types()).toEqual(['customer.updated', 'customer.created']);
  });
});
