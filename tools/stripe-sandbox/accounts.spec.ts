import type Stripe from 'stripe';
import { aRecipient, bankNumbered, openReceiver, openSandbox, payment, refusal, until } from './test-bench.ts';

const express: Stripe.AccountCreateParams = {
  type: 'express',
  country: 'US',
  email: 'ada@example.com',
  capabilities: { transfers: { requested: true } },
};

const urls = { refresh_url: 'https://example.com/again', return_url: 'https://example.com/done' };

const submit = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

describe('an Express account', () => {
  it('may receive nothing before its owner has been through the onboarding form', async () => {
    const { stripe } = await openSandbox();
    const { id } = await stripe.accounts.create(express);
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { transfers: 'inactive' },
      controller: { requirement_collection: 'stripe', stripe_dashboard: { type: 'express' } },
      default_currency: 'usd',
      details_submitted: false,
      payouts_enabled: false,
      requirements: { disabled_reason: 'requirements.past_due' },
    });
    const { url } = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...urls });
    expect(await (await fetch(url)).text()).toContain(id);
    const back = await submit(url, { outcome: 'complete', account_number: '000123456789' });
    expect(back.headers.get('location')).toBe(urls.return_url);
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { transfers: 'active' },
      details_submitted: true,
      payouts_enabled: true,
      external_accounts: { data: [{ last4: '6789', default_for_currency: true }] },
      requirements: { currently_due: [], disabled_reason: null },
    });
    expect((await stripe.accounts.createLoginLink(id)).url).toContain(id);
  });

  it('stays as it was when the form is left, and the link is spent', async () => {
    const { stripe } = await openSandbox();
    const { id } = await stripe.accounts.create(express);
    const { url } = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...urls });
    expect((await submit(url, { outcome: 'leave' })).headers.get('location')).toBe(urls.return_url);
    expect((await stripe.accounts.retrieve(id)).details_submitted).toBe(false);
    expect((await submit(url, { outcome: 'complete' })).headers.get('location')).toBe(urls.refresh_url);
    expect((await refusal(stripe.accounts.createLoginLink(id))).statusCode).toBe(400);
  });

  it('is onboarded by a test without opening the form', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id } = await stripe.accounts.create(express);
    const answer = await fetch(`${sandbox.url}/_sandbox/accounts/${id}`, {
      method: 'POST',
      body: JSON.stringify({ account_number: '000111111113' }),
    });
    expect(await answer.json()).toMatchObject({ external_accounts: { data: [{ last4: '1113' }] } });
    expect((await stripe.accounts.retrieve(id)).payouts_enabled).toBe(true);
    expect((await fetch(`${sandbox.url}/_sandbox/accounts/acct_none`, { method: 'POST' })).status).toBe(404);
  });

  it('may not charge cards without the capability', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id: stripeAccount } = await stripe.accounts.create(express);
    sandbox.onboard(stripeAccount);
    expect((await refusal(stripe.paymentIntents.create(payment, { stripeAccount }))).statusCode).toBe(400);
    await stripe.accounts.updateCapability(stripeAccount, 'card_payments', { requested: true });
    expect((await stripe.paymentIntents.create(payment, { stripeAccount })).status).toBe('succeeded');
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('has a link that expires after minutes', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id: account } = await stripe.accounts.create(express);
    const { url } = await stripe.accountLinks.create({ account, type: 'account_onboarding', ...urls });
    sandbox.advance(301);
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(urls.refresh_url);
  });

  it('does not let the platform accept terms in its place', async () => {
    const { stripe } = await openSandbox();
    const tos_acceptance = { date: 1_700_000_000, ip: '127.0.0.1' };
    expect((await refusal(stripe.accounts.create({ ...express, tos_acceptance }))).statusCode).toBe(400);
    const { id: account } = await stripe.accounts.create(express);
    const link = stripe.accountLinks.create({ account, type: 'account_update', ...urls });
    expect((await refusal(link)).statusCode).toBe(400);
  });

  it('tells the platform of its progress in events of its own', async () => {
    const webhook = await openReceiver();
    const { sandbox, stripe } = await openSandbox({ webhook });
    const { id } = await stripe.accounts.create(express);
    sandbox.onboard(id);
    await until(() => webhook.received.length === 2);
    const updated = webhook.received.find(({ type }) => type === 'account.updated')?.event;
    expect(updated).toMatchObject({
      account: id,
      data: { object: { id, payouts_enabled: true }, previous_attributes: { payouts_enabled: false } },
    });
    expect(webhook.types()).toContain('capability.updated');
    expect((await stripe.events.list()).data).toEqual([]);
    expect((await stripe.events.list({}, { stripeAccount: id })).data).toHaveLength(2);
  });
});

describe('a custom account', () => {
  it('is active once the platform has told everything that is due', async () => {
    const { stripe } = await openSandbox();
    const { id, requirements } = await stripe.accounts.create({
      type: 'custom',
      country: 'DE',
      capabilities: { transfers: { requested: true }, card_payments: { requested: true } },
    });
    expect(requirements?.currently_due).toEqual([
      'business_type',
      'external_account',
      'tos_acceptance.date',
      'tos_acceptance.ip',
    ]);
    const updated = await stripe.accounts.update(id, {
      business_type: 'company',
      business_profile: { url: 'https://example.com' },
      external_account: { ...bankNumbered('DE89370400440532013000', 'eur'), country: 'DE' },
      metadata: { instructor: '7' },
      tos_acceptance: { date: 1_700_000_000, ip: '127.0.0.1' },
    });
    expect(updated).toMatchObject({
      business_profile: { url: 'https://example.com' },
      capabilities: { card_payments: 'active', transfers: 'active' },
      charges_enabled: true,
      default_currency: 'eur',
      metadata: { instructor: '7' },
      payouts_enabled: true,
    });
  });

  it('has capabilities that can be requested and given up', async () => {
    const { stripe } = await openSandbox();
    const { id } = await aRecipient(stripe);
    expect((await stripe.accounts.listCapabilities(id)).data).toMatchObject([{ id: 'transfers', status: 'active' }]);
    const requested = await stripe.accounts.updateCapability(id, 'card_payments', { requested: true });
    expect(requested).toMatchObject({ account: id, requested: true, status: 'active' });
    await stripe.accounts.updateCapability(id, 'transfers', { requested: false });
    expect(await stripe.accounts.retrieveCapability(id, 'transfers')).toMatchObject({
      requested: false,
      status: 'unrequested',
    });
    expect((await refusal(stripe.accounts.retrieveCapability(id, 'flying'))).statusCode).toBe(404);
  });

  it('has bank accounts, one of them the default of its currency', async () => {
    const { stripe } = await openSandbox();
    const { id, external_accounts } = await aRecipient(stripe);
    const first = external_accounts?.data[0]?.id ?? '';
    const second = await stripe.accounts.createExternalAccount(id, {
      external_account: 'btok_us_verified',
      default_for_currency: true,
    });
    expect((await stripe.accounts.retrieveExternalAccount(id, first)).default_for_currency).toBe(false);
    expect((await refusal(stripe.accounts.deleteExternalAccount(id, second.id))).statusCode).toBe(400);
    await stripe.accounts.deleteExternalAccount(id, first);
    expect((await stripe.accounts.listExternalAccounts(id)).data).toMatchObject([{ id: second.id }]);
    expect((await refusal(stripe.accounts.update(id, { external_account: 'btok_unknown' }))).code).toBe(
      'resource_missing',
    );
  });

  it('can be rejected and deleted', async () => {
    const { stripe } = await openSandbox();
    const { id } = await aRecipient(stripe);
    expect(await stripe.accounts.reject(id, { reason: 'fraud' })).toMatchObject({
      capabilities: { transfers: 'inactive' },
      payouts_enabled: false,
      requirements: { disabled_reason: 'rejected.fraud' },
    });
    expect(await stripe.accounts.del(id)).toEqual({ id, object: 'account', deleted: true });
    expect((await refusal(stripe.accounts.retrieve(id))).statusCode).toBe(404);
    expect((await stripe.accounts.list()).data).toEqual([]);
  });
});

describe('the Stripe-Account header', () => {
  it('shows the objects of that account and no others', async () => {
    const { stripe } = await openSandbox();
    const one = await aRecipient(stripe);
    const other = await aRecipient(stripe);
    const { id } = await stripe.customers.create({}, { stripeAccount: one.id });
    expect((await stripe.customers.list({}, { stripeAccount: one.id })).data).toMatchObject([{ id }]);
    expect((await stripe.customers.list({}, { stripeAccount: other.id })).data).toEqual([]);
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.accounts.retrieveCurrent({}, { stripeAccount: one.id })).id).toBe(one.id);
    expect((await stripe.accounts.retrieveCurrent()).payouts_enabled).toBe(true);
  });

  it('is refused for an account that is not connected', async () => {
    const { stripe } = await openSandbox();
    const error = await refusal(stripe.balance.retrieve({}, { stripeAccount: 'acct_stranger' }));
    expect(error).toMatchObject({ statusCode: 403, code: 'account_invalid', type: 'StripePermissionError' });
  });

  it('keeps the idempotency keys of accounts apart', async () => {
    const { stripe } = await openSandbox();
    const { id: stripeAccount } = await aRecipient(stripe);
    const here = await stripe.customers.create({}, { idempotencyKey: 'one' });
    const there = await stripe.customers.create({}, { idempotencyKey: 'one', stripeAccount });
    expect(there.id).not.toBe(here.id);
    const [event] = (await stripe.events.list({}, { stripeAccount })).data;
    expect(event?.request?.idempotency_key).toBe('one');
  });
});
