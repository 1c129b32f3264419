import type Stripe from 'stripe';
import { aRecipient, clientOf, fund, openSandbox, payment, refusal } from './test-bench.ts';

describe('a request', () => {
  it('needs the secret key, as Bearer or as Basic', async () => {
    const { sandbox } = await openSandbox({ secretKey: 'sk_test_right' });
    const error = await refusal(clientOf({ ...sandbox, secretKey: 'sk_test_wrong' }).balance.retrieve());
    expect(error).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    const basic = `Basic ${Buffer.from('sk_test_right:').toString('base64')}`;
    expect((await fetch(`${sandbox.url}/v1/balance`, { headers: { authorization: basic } })).status).toBe(200);
    expect((await fetch(`${sandbox.url}/v1/balance`)).status).toBe(401);
  });

  it('is refused with a live key at hand', async () => {
    await expect(openSandbox({ secretKey: 'sk_live_real' })).rejects.toThrow('live key');
  });

  it.each([
    [{ amount: 1, currency: 'usd', colour: 'red' }, 'parameter_unknown', 'colour'],
    [
      { amount: 1, currency: 'usd', automatic_payment_methods: { on: true } },
      'parameter_unknown',
      'automatic_payment_methods[on]',
    ],
    [{ amount: 1 }, 'parameter_missing', 'currency'],
    [{ amount: { value: 1 }, currency: 'usd' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 1, currency: 'usd', confirm: 'yes' }, undefined, 'confirm'],
    [{ amount: 1, currency: 'usd', customer: 'cus_unknown' }, 'resource_missing', 'customer'],
    [{ amount: 1, currency: 'usd', return_url: 'nowhere' }, 'url_invalid', 'return_url'],
  ])('with %j is refused', async (params, code, param) => {
    const { stripe } = await openSandbox();
    const error = await refusal(stripe.paymentIntents.create(params as unknown as Stripe.PaymentIntentCreateParams));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param });
    expect(error.code).toBe(code);
  });

  it('for what is not there is answered with 404', async () => {
    const { stripe } = await openSandbox();
    expect(await refusal(stripe.customers.retrieve('cus_unknown'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await refusal(stripe.coupons.list())).toMatchObject({
      statusCode: 404,
      message: expect.stringContaining('/v1/coupons'),
    });
  });

  it('is named in the answer, with the version it spoke', async () => {
    const { stripe } = await openSandbox();
    const { lastResponse } = await stripe.balance.retrieve();
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.apiVersion).toMatch(/^20/);
  });
});

describe('a customer', () => {
  it('merges metadata, unsets with an empty value, and tells what was before', async () => {
    const { stripe } = await openSandbox();
    const { id } = await stripe.customers.create({
      email: 'ada@example.com',
      metadata: { plan: 'pro', constructor: 'x' },
    });
    const updated = await stripe.customers.update(id, { name: 'Ada', email: '', metadata: { plan: '', seat: '7' } });
    expect(updated).toMatchObject({ name: 'Ada', email: null, metadata: { constructor: 'x', seat: '7' } });
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data;
    expect(event?.data.previous_attributes).toMatchObject({ name: null, email: 'ada@example.com' });
  });

  it('is remembered as deleted and gives its cards back', async () => {
    const { stripe } = await openSandbox();
    const { id } = await stripe.customers.create();
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    expect(card).toMatchObject({ id: expect.stringMatching(/^pm_\w{24}$/), customer: id, card: { last4: '4242' } });
    await stripe.customers.del(id);
    expect(await stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true });
    expect((await stripe.paymentMethods.retrieve(card.id)).customer).toBeNull();
    expect((await refusal(stripe.customers.update(id, { name: 'x' }))).statusCode).toBe(404);
  });

  it('does not lend its card to another', async () => {
    const { stripe } = await openSandbox();
    const owner = await stripe.customers.create();
    const other = await stripe.customers.create();
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: owner.id });
    const error = await refusal(
      stripe.paymentIntents.create({ ...payment, customer: other.id, payment_method: card.id }),
    );
    expect(error.param).toBe('payment_method');
    expect((await refusal(stripe.paymentMethods.attach(card.id, { customer: other.id }))).statusCode).toBe(400);
    expect((await stripe.paymentMethods.detach(card.id)).customer).toBeNull();
  });
});

describe('a list', () => {
  it('is walked newest first in both directions without gaps', async () => {
    const { stripe } = await openSandbox();
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.unshift((await stripe.customers.create()).id);
    const walked: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 3 })) walked.push(customer.id);
    expect(walked).toEqual(ids);
    const back = await stripe.customers.list({ limit: 3, ending_before: ids[5] as string });
    expect(back.data.map(customer => customer.id)).toEqual(ids.slice(2, 5));
    expect(back.has_more).toBe(true);
  });

  it('is filtered by time, owner and type', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const { stripe } = await openSandbox({ now: () => now });
    const { id: customer } = await stripe.customers.create();
    now = new Date('2030-01-02T00:00:00Z');
    await stripe.paymentIntents.create({ ...payment, customer });
    await stripe.paymentIntents.create(payment);
    const since = now.getTime() / 1000;
    expect((await stripe.customers.list({ created: { gte: since } })).data).toEqual([]);
    expect((await stripe.paymentIntents.list({ customer })).data).toHaveLength(1);
    expect((await stripe.events.list({ created: { gte: since }, types: ['charge.succeeded'] })).data).toHaveLength(2);
    expect((await stripe.events.list({ type: 'customer.*' })).data).toHaveLength(1);
  });

  it('refuses limits out of range and unknown cursors', async () => {
    const { stripe } = await openSandbox();
    expect((await refusal(Promise.resolve(stripe.events.list({ limit: 101 })))).param).toBe('limit');
    expect((await refusal(Promise.resolve(stripe.events.list({ starting_after: 'evt_none' })))).param).toBe(
      'starting_after',
    );
  });

  it('expands what its items refer to', async () => {
    const { stripe } = await openSandbox();
    const { id: customer } = await stripe.customers.create({ name: 'Ada' });
    await stripe.paymentIntents.create({ ...payment, customer });
    const expand = ['data.latest_charge.balance_transaction', 'data.customer', 'data.payment_method'];
    expect((await stripe.paymentIntents.list({ expand })).data).toMatchObject([
      {
        latest_charge: { balance_transaction: { fee: 59 } },
        customer: { name: 'Ada' },
        payment_method: { type: 'card' },
      },
    ]);
    expect((await refusal(Promise.resolve(stripe.paymentIntents.list({ expand: ['data.amount'] })))).param).toBe(
      'expand',
    );
  });
});

describe('events', () => {
  it('are walked page by page since a time, as a sweep does', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const { stripe } = await openSandbox({ now: () => now });
    await stripe.customers.create();
    now = new Date('2030-01-01T01:00:00Z');
    for (let i = 0; i < 5; i++) await stripe.paymentIntents.create(payment);
    const since = { created: { gte: now.getTime() / 1000 }, types: ['payment_intent.succeeded', 'charge.succeeded'] };
    const swept = new Set<string>();
    for await (const event of stripe.events.list({ ...since, limit: 3 })) swept.add(`${event.type} ${event.id}`);
    expect(swept.size).toBe(10);
  });

  it('are no longer shown after 30 days', async () => {
    const { sandbox, stripe } = await openSandbox();
    await stripe.customers.create();
    const [event] = (await stripe.events.list()).data;
    sandbox.advance(30 * 24 * 60 * 60 + 1);
    expect((await stripe.events.list()).data).toEqual([]);
    expect((await refusal(stripe.events.retrieve(event?.id ?? ''))).statusCode).toBe(404);
  });
});

describe('the overview', () => {
  it('shows what is held, connected accounts and planted faults too', async () => {
    const { sandbox, stripe } = await openSandbox();
    await fund(stripe, 1000);
    const { id: destination } = await aRecipient(stripe, { email: 'ada@example.com' });
    const transfer = await stripe.transfers.create({ amount: 100, currency: 'usd', destination });
    const payout = await stripe.payouts.create({ amount: 100, currency: 'usd' }, { stripeAccount: destination });
    await stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_createDispute' });
    const [dispute] = (await stripe.disputes.list()).data;
    sandbox.faults.add({ fault: 'slow', on: 'GET /v1/none', ms: 7 });
    const text = await (await fetch(sandbox.url)).text();
    for (const shown of [destination, 'ada@example.com', transfer.id, payout.id, dispute?.id ?? 'none', 'ms 7'])
      expect(text).toContain(shown);
  });

  it('shows what is held, escaped', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id } = await stripe.paymentIntents.create(payment);
    const text = await (await fetch(sandbox.url)).text();
    expect(text).toContain(id);
    expect(text).toContain('payment_intent.succeeded');
    const { id: customer } = await stripe.customers.create();
    sandbox.store.put({ ...(await stripe.paymentIntents.retrieve(id)), customer: `<script>${customer}` });
    expect(await (await fetch(sandbox.url)).text()).not.toContain('<script>');
  });
});
