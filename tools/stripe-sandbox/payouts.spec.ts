import type Stripe from 'stripe';
import { aRecipient, bankNumbered, fund, openReceiver, openSandbox, refusal, until } from './test-bench.ts';

const DAY = 24 * 60 * 60;

async function aFundedAccount(stripe: Stripe, details: Stripe.AccountCreateParams = {}): Promise<string> {
  await fund(stripe, 2000);
  const { id } = await aRecipient(stripe, details);
  await stripe.transfers.create({ amount: 1000, currency: 'usd', destination: id });
  return id;
}

describe('a payout', () => {
  it('of the platform leaves the balance at once and reaches the bank after two nights', async () => {
    const { sandbox, stripe } = await openSandbox({ now: () => new Date('2030-01-01T12:00:00Z') });
    await fund(stripe, 1000);
    const expand = ['balance_transaction', 'destination'];
    const payout = await stripe.payouts.create({ amount: 900, currency: 'usd', expand });
    expect(payout).toMatchObject({
      arrival_date: Date.parse('2030-01-03T00:00:00Z') / 1000,
      automatic: false,
      balance_transaction: { amount: -900, type: 'payout' },
      destination: { object: 'bank_account', last4: '6789' },
      status: 'pending',
    });
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 1000 - 59 - 900 }]);
    sandbox.advance(60);
    expect((await stripe.payouts.retrieve(payout.id)).status).toBe('in_transit');
    sandbox.advance(2 * DAY);
    expect((await stripe.payouts.retrieve(payout.id)).status).toBe('paid');
    const events = (await stripe.events.list({ type: 'payout.*' })).data;
    expect(events.map(({ type }) => type)).toEqual(['payout.paid', 'payout.updated', 'payout.created']);
    expect(events[0]?.created).toBe(payout.arrival_date);
  });

  it('of a connected account is its own affair', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook: { ...webhook, events: ['payout.paid'] } });
    const stripeAccount = await aFundedAccount(stripe);
    const { id } = await stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount });
    expect((await stripe.payouts.list()).data).toEqual([]);
    sandbox.advance(3 * DAY);
    await until(() => webhook.received.length === 1);
    expect(webhook.received[0]?.event).toMatchObject({ account: stripeAccount, data: { object: { id } } });
    expect((await stripe.payouts.list({ status: 'paid' }, { stripeAccount })).data).toMatchObject([{ id }]);
    expect((await stripe.balance.retrieve({}, { stripeAccount })).available).toMatchObject([{ amount: 0 }]);
  });

  it.each([
    ['000111111116', 'no_account'],
    ['000111111113', 'account_closed'],
    ['000222222227', 'insufficient_funds'],
    ['000333333335', 'debit_not_authorized'],
    ['000444444440', 'invalid_currency'],
  ])('to %s fails with %s, and the money comes back', async (number, failure_code) => {
    const { sandbox, stripe } = await openSandbox();
    const stripeAccount = await aFundedAccount(stripe, { external_account: bankNumbered(number) });
    const { id } = await stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount });
    sandbox.advance(3 * DAY);
    const failed = await stripe.payouts.retrieve(id, { expand: ['failure_balance_transaction'] }, { stripeAccount });
    expect(failed).toMatchObject({
      failure_balance_transaction: { amount: 1000, type: 'payout_failure' },
      failure_code,
      failure_message: expect.any(String),
      status: 'failed',
    });
    expect((await stripe.events.list({ type: 'payout.failed' }, { stripeAccount })).data).toHaveLength(1);
    expect((await stripe.balance.retrieve({}, { stripeAccount })).available).toMatchObject([{ amount: 1000 }]);
    expect(await stripe.accounts.retrieve(stripeAccount)).toMatchObject({
      external_accounts: { data: [{ status: 'errored' }] },
      payouts_enabled: false,
      requirements: { currently_due: ['external_account'] },
    });
    const again = stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount });
    expect((await refusal(again)).code).toBe('payouts_not_allowed');
    const mended = await stripe.accounts.update(stripeAccount, { external_account: bankNumbered('000123456789') });
    expect(mended.payouts_enabled).toBe(true);
  });

  it('fails on demand where the bank account is good', async () => {
    const { sandbox, stripe } = await openSandbox();
    await fund(stripe, 1000);
    sandbox.faults.add({ fault: 'declined', on: 'POST /v1/payouts', decline_code: 'account_closed', times: 1 });
    const { id, status } = await stripe.payouts.create({ amount: 100, currency: 'usd' });
    expect(status).toBe('pending');
    sandbox.advance(3 * DAY);
    expect(await stripe.payouts.retrieve(id)).toMatchObject({ failure_code: 'account_closed', status: 'failed' });
  });

  it('can be canceled until it has left', async () => {
    const { sandbox, stripe } = await openSandbox();
    await fund(stripe, 1000);
    const first = await stripe.payouts.create({ amount: 100, currency: 'usd' });
    expect((await stripe.payouts.cancel(first.id)).status).toBe('canceled');
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 941 }]);
    const second = await stripe.payouts.create({ amount: 100, currency: 'usd' });
    sandbox.advance(60);
    expect((await refusal(stripe.payouts.cancel(second.id))).statusCode).toBe(400);
    sandbox.advance(3 * DAY);
    expect((await stripe.payouts.retrieve(first.id)).status).toBe('canceled');
  });

  it('is refused beyond the balance, without a bank account for its currency, and in fractions no bank knows', async () => {
    const { stripe } = await openSandbox();
    await fund(stripe, 1000);
    await fund(stripe, 10_000, 'huf');
    const send = (amount: number, currency: string) => stripe.payouts.create({ amount, currency });
    expect((await refusal(send(942, 'usd'))).code).toBe('balance_insufficient');
    expect((await refusal(send(100, 'eur'))).message).toContain('external accounts in that currency');
    expect((await refusal(send(150, 'huf'))).code).toBe('parameter_invalid_integer');
    expect((await stripe.payouts.list()).data).toEqual([]);
  });
});

describe('the daily schedule', () => {
  const settings = { payouts: { schedule: { interval: 'daily' as const } } };

  it('pays out by itself whatever became available', async () => {
    const { sandbox, stripe } = await openSandbox();
    const stripeAccount = await aFundedAccount(stripe, { settings });
    sandbox.advance(DAY);
    const [payout] = (await stripe.payouts.list({}, { stripeAccount })).data;
    expect(payout).toMatchObject({ amount: 1000, automatic: true });
    expect((payout?.created ?? 1) % DAY).toBe(0);
    sandbox.advance(3 * DAY);
    expect(await stripe.payouts.retrieve(payout?.id ?? '', {}, { stripeAccount })).toMatchObject({
      reconciliation_status: 'completed',
      status: 'paid',
    });
  });

  it('stops at a bank account that refused', async () => {
    const { sandbox, stripe } = await openSandbox();
    const bank = bankNumbered('000111111113');
    const stripeAccount = await aFundedAccount(stripe, { settings, external_account: bank });
    sandbox.advance(10 * DAY);
    expect((await stripe.payouts.list({}, { stripeAccount })).data).toMatchObject([{ status: 'failed' }]);
  });
});
