import type Stripe from 'stripe';
import { aRecipient, fund, openReceiver, openSandbox, payment, refusal, until } from './test-bench.ts';

const TWO_DAYS = 2 * 24 * 60 * 60;

describe('a transfer', () => {
  it('moves money from the platform to the account', async () => {
    const { stripe } = await openSandbox();
    await fund(stripe, 10_000);
    const { id: destination } = await aRecipient(stripe);
    const transfer = await stripe.transfers.create({
      amount: 4000,
      currency: 'usd',
      destination,
      metadata: { payout: '7' },
      transfer_group: 'november',
      expand: ['balance_transaction', 'destination', 'destination_payment.balance_transaction'],
    });
    expect(transfer).toMatchObject({
      amount: 4000,
      amount_reversed: 0,
      balance_transaction: { amount: -4000, fee: 0, type: 'transfer' },
      destination: { id: destination },
      destination_payment: { object: 'charge', amount: 4000, balance_transaction: { type: 'payment' } },
      reversed: false,
    });
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 10_000 - 320 - 4000 }]);
    const there = await stripe.balance.retrieve({}, { stripeAccount: destination });
    expect(there.available).toMatchObject([{ amount: 4000, currency: 'usd' }]);
    expect((await stripe.transfers.list({ transfer_group: 'november' })).data).toHaveLength(1);
    expect((await stripe.transfers.list({ destination: 'acct_other' })).data).toEqual([]);
  });

  it('of more than is available is refused and moves nothing', async () => {
    const { stripe } = await openSandbox();
    await stripe.paymentIntents.create(payment);
    const { id: destination } = await aRecipient(stripe);
    const error = await refusal(stripe.transfers.create({ amount: 100, currency: 'usd', destination }));
    expect(error).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
    expect((await stripe.transfers.list()).data).toEqual([]);
    expect((await stripe.balanceTransactions.list({ type: 'transfer' })).data).toEqual([]);
  });

  it('is refused to a stranger and to an account that may receive none', async () => {
    const { stripe } = await openSandbox();
    await fund(stripe, 1000);
    const to = (destination: string) => stripe.transfers.create({ amount: 100, currency: 'usd', destination });
    expect(await refusal(to('acct_stranger'))).toMatchObject({ code: 'resource_missing', param: 'destination' });
    const { id } = await stripe.accounts.create({ type: 'express', capabilities: { transfers: { requested: true } } });
    expect((await refusal(to(id))).code).toBe('insufficient_capabilities_for_transfer');
    const rejected = await aRecipient(stripe);
    await stripe.accounts.reject(rejected.id, { reason: 'other' });
    expect((await refusal(to(rejected.id))).code).toBe('insufficient_capabilities_for_transfer');
  });

  it('fails as a fault says, and the key remembers it', async () => {
    const { sandbox, stripe } = await openSandbox();
    await fund(stripe, 1000);
    const { id: destination } = await aRecipient(stripe);
    sandbox.faults.add({ fault: 'refused', on: 'POST /v1/transfers', code: 'account_invalid', times: 1 });
    const send = (idempotencyKey: string) =>
      stripe.transfers.create({ amount: 100, currency: 'usd', destination }, { idempotencyKey });
    expect((await refusal(send('one'))).code).toBe('account_invalid');
    expect((await refusal(send('one'))).code).toBe('account_invalid');
    expect((await send('two')).amount).toBe(100);
  });

  it('of the money of one charge waits with it and never exceeds it', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id, latest_charge } = await stripe.paymentIntents.create(payment);
    const source_transaction = latest_charge as string;
    const { id: destination } = await aRecipient(stripe);
    const send = (amount: number) =>
      stripe.transfers.create({ amount, currency: 'usd', destination, source_transaction });
    const transfer = await send(700);
    expect(transfer).toMatchObject({ source_transaction, transfer_group: `group_${id}` });
    expect(await stripe.balance.retrieve({}, { stripeAccount: destination })).toMatchObject({
      available: [{ amount: 0 }],
      pending: [{ amount: 700 }],
    });
    expect((await refusal(send(301))).param).toBe('amount');
    await send(300);
    expect((await stripe.charges.retrieve(source_transaction)).transfer_group).toBe(`group_${id}`);
    sandbox.advance(TWO_DAYS);
    expect(await stripe.balance.retrieve({}, { stripeAccount: destination })).toMatchObject({
      available: [{ amount: 1000 }],
      pending: [{ amount: 0 }],
    });
  });

  it('is told to the endpoint, as is what becomes of it', async () => {
    const webhook = await openReceiver();
    const { stripe } = await openSandbox({ webhook: { ...webhook, events: ['transfer.*'] } });
    await fund(stripe, 1000);
    const { id: destination } = await aRecipient(stripe);
    const { id } = await stripe.transfers.create({ amount: 100, currency: 'usd', destination });
    await stripe.transfers.createReversal(id, { amount: 40 });
    await until(() => webhook.received.length === 2);
    const [created, reversed] = webhook.received
      .map(({ event }) => event)
      .sort((a, b) => a.type.localeCompare(b.type)) as [Stripe.Event, Stripe.Event];
    expect(created).toMatchObject({ type: 'transfer.created', data: { object: { id, amount_reversed: 0 } } });
    expect(reversed).toMatchObject({ type: 'transfer.reversed', data: { object: { id, amount_reversed: 40 } } });
    expect(created.account).toBeUndefined();
  });
});

describe('a transfer reversal', () => {
  it('takes back a part and then the rest, and no more', async () => {
    const { stripe } = await openSandbox();
    await fund(stripe, 1000);
    const before = await stripe.balance.retrieve();
    const { id: destination } = await aRecipient(stripe);
    const { id } = await stripe.transfers.create({ amount: 500, currency: 'usd', destination });
    const reversal = await stripe.transfers.createReversal(id, {
      amount: 200,
      expand: ['balance_transaction', 'destination_payment_refund'],
    });
    expect(reversal).toMatchObject({
      balance_transaction: { amount: 200, type: 'transfer_refund' },
      destination_payment_refund: { object: 'refund', amount: 200 },
      transfer: id,
    });
    expect((await refusal(stripe.transfers.createReversal(id, { amount: 301 }))).param).toBe('amount');
    await stripe.transfers.createReversal(id);
    const transfer = await stripe.transfers.retrieve(id);
    expect(transfer).toMatchObject({ amount_reversed: 500, reversed: true });
    expect(transfer.reversals.data.map(({ amount }) => amount)).toEqual([300, 200]);
    expect((await stripe.transfers.listReversals(id)).data).toHaveLength(2);
    expect((await stripe.transfers.retrieveReversal(id, reversal.id)).amount).toBe(200);
    expect((await refusal(stripe.transfers.createReversal(id))).statusCode).toBe(400);
    expect((await stripe.balance.retrieve()).available).toEqual(before.available);
  });

  it('is refused once the account has been paid out', async () => {
    const { stripe } = await openSandbox();
    await fund(stripe, 1000);
    const { id: destination } = await aRecipient(stripe);
    const { id } = await stripe.transfers.create({ amount: 500, currency: 'usd', destination });
    await stripe.payouts.create({ amount: 400, currency: 'usd' }, { stripeAccount: destination });
    expect((await refusal(stripe.transfers.createReversal(id))).code).toBe('balance_insufficient');
    expect((await stripe.transfers.createReversal(id, { amount: 100 })).amount).toBe(100);
  });

  it('takes back money that is still pending', async () => {
    const { stripe } = await openSandbox();
    const { latest_charge } = await stripe.paymentIntents.create(payment);
    const { id: destination } = await aRecipient(stripe);
    const source_transaction = latest_charge as string;
    const { id } = await stripe.transfers.create({ currency: 'usd', destination, source_transaction });
    await stripe.transfers.createReversal(id);
    expect(await stripe.balance.retrieve({}, { stripeAccount: destination })).toMatchObject({
      available: [{ amount: 0 }],
      pending: [{ amount: 0 }],
    });
  });
});
