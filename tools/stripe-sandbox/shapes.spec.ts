import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type Stripe from 'stripe';
import type { StripeSandbox } from './sandbox.ts';
import { aRecipient, fund, openSandbox, payment } from './test-bench.ts';

const file = resolve(
  process.env.STRIPE_FIXTURES || resolve(import.meta.dirname, '../../../shared/stripe/fixtures3.json'),
);

/** Fields of Stripe's examples that its answers leave out unless asked. */
const leftOut: Record<string, string[]> = { charge: ['refunds'], bank_account: ['customer'] };

(existsSync(file) ? describe : describe.skip)(`the shapes of Stripe's own examples (${file})`, () => {
  it.each([
    'customer',
    'deleted_customer',
    'payment_method',
    'payment_intent',
    'setup_intent',
    'charge',
    'balance_transaction',
    'balance',
    'refund',
    'dispute',
    'event',
    'account',
    'deleted_account',
    'capability',
    'account_link',
    'login_link',
    'bank_account',
    'transfer',
    'transfer_reversal',
    'payout',
  ])('of %s are ours', async kind => {
    const { resources } = JSON.parse(readFileSync(file, 'utf8')) as { resources: Record<string, object> };
    const expected = Object.keys(resources[kind] ?? {}).filter(field => !leftOut[kind]?.includes(field));
    const ours = Object.keys(await sampleOf(kind));
    expect(expected.filter(field => !ours.includes(field))).toEqual([]);
  });
});

async function sampleOf(kind: string): Promise<object> {
  const { sandbox, stripe } = await openSandbox();
  const customer = await stripe.customers.create();
  const intent = await stripe.paymentIntents.create({
    ...payment,
    expand: ['latest_charge.balance_transaction', 'payment_method'],
  });
  const charge = intent.latest_charge as Stripe.Charge;
  const samples: Record<string, () => object | Promise<object>> = {
    customer: () => customer,
    deleted_customer: () => stripe.customers.del(customer.id),
    payment_method: () => intent.payment_method as Stripe.PaymentMethod,
    payment_intent: () => intent,
    setup_intent: () => stripe.setupIntents.create({ customer: customer.id }),
    charge: () => charge,
    balance_transaction: () => charge.balance_transaction as Stripe.BalanceTransaction,
    balance: () => stripe.balance.retrieve(),
    refund: () => stripe.refunds.create({ charge: charge.id }),
    dispute: async () => {
      await stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_createDispute' });
      return (await stripe.disputes.list()).data[0] ?? {};
    },
    ...connectSamples(sandbox, stripe),
    event: async () => (await stripe.events.list()).data[0] ?? {},
  };
  return samples[kind]?.() ?? {};
}

function connectSamples(sandbox: StripeSandbox, stripe: Stripe): Record<string, () => Promise<object>> {
  const account = () => aRecipient(stripe);
  const transfer = async () => {
    const destination = (await account()).id;
    await fund(stripe, 1000);
    return stripe.transfers.create({ amount: 100, currency: 'usd', destination });
  };
  return {
    account,
    deleted_account: async () => stripe.accounts.del((await account()).id),
    capability: async () => stripe.accounts.retrieveCapability((await account()).id, 'transfers'),
    account_link: async () =>
      stripe.accountLinks.create({
        account: (await account()).id,
        type: 'account_onboarding',
        refresh_url: 'https://example.com',
        return_url: 'https://example.com',
      }),
    login_link: async () => {
      const { id } = await stripe.accounts.create({ type: 'express' });
      sandbox.onboard(id);
      return stripe.accounts.createLoginLink(id);
    },
    bank_account: async () => (await account()).external_accounts?.data[0] ?? {},
    transfer,
    transfer_reversal: async () => stripe.transfers.createReversal((await transfer()).id),
    payout: async () => {
      await fund(stripe, 1000);
      return stripe.payouts.create({ amount: 100, currency: 'usd' });
    },
  };
}
