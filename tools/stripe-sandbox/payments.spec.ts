import type Stripe from 'stripe';
import { openSandbox, payment, refusal } from './test-bench.ts';

describe('a payment', () => {
  it('succeeds with a charge, its fee and its share of the balance', async () => {
    const { stripe } = await openSandbox();
    const intent = await stripe.paymentIntents.create({ ...payment, expand: ['latest_charge.balance_transaction'] });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1000, next_action: null });
    const charge = intent.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({
      paid: true,
      captured: true,
      payment_intent: intent.id,
      outcome: { type: 'authorized' },
    });
    expect(charge.balance_transaction).toMatchObject({ amount: 1000, fee: 59, net: 941, source: charge.id });
    expect((await stripe.balance.retrieve()).pending).toMatchObject([{ amount: 941, currency: 'usd' }]);
  });

  it('becomes available two days later', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const { stripe } = await openSandbox({ now: () => now });
    await stripe.paymentIntents.create(payment);
    now = new Date('2030-01-03T00:00:00Z');
    const [transaction] = (await stripe.balanceTransactions.list()).data;
    expect(transaction?.status).toBe('available');
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 941 }]);
  });

  it('walks from no method over a method to success', async () => {
    const { stripe } = await openSandbox();
    const { id, status, client_secret } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    expect(status).toBe('requires_payment_method');
    expect(client_secret).toMatch(new RegExp(`^${id}_secret_`));
    const updated = await stripe.paymentIntents.update(id, { payment_method: 'pm_card_visa', amount: 700 });
    expect(updated).toMatchObject({ status: 'requires_confirmation', amount: 700 });
    const confirmed = await stripe.paymentIntents.confirm(id, { return_url: 'https://example.com/back' });
    expect(confirmed).toMatchObject({ status: 'succeeded', amount_received: 700 });
  });

  it('can be canceled until it has succeeded', async () => {
    const { stripe } = await openSandbox();
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect((await refusal(stripe.paymentIntents.confirm(id))).code).toBe('payment_intent_unexpected_state');
    const paid = await stripe.paymentIntents.create(payment);
    expect((await refusal(stripe.paymentIntents.cancel(paid.id))).code).toBe('payment_intent_unexpected_state');
  });

  it('that cannot be confirmed leaves no intent behind', async () => {
    const { stripe } = await openSandbox();
    await refusal(stripe.paymentIntents.create({ amount: 500, currency: 'usd', confirm: true }));
    const redirecting = { ...payment, payment_method_types: undefined } as unknown as typeof payment;
    expect((await refusal(stripe.paymentIntents.create(redirecting))).param).toBe('return_url');
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('keeps the method for later when told to', async () => {
    const { stripe } = await openSandbox();
    const { id: customer } = await stripe.customers.create();
    const intent = await stripe.paymentIntents.create({ ...payment, customer, setup_future_usage: 'off_session' });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([{ id: intent.payment_method }]);
  });
});

describe('a refused card', () => {
  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', ''],
  ])('%s says %s %s', async (payment_method, code, decline_code) => {
    const { stripe } = await openSandbox();
    const error = await refusal(stripe.paymentIntents.create({ ...payment, payment_method }));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code });
    const intent = await stripe.paymentIntents.retrieve(error.payment_intent?.id ?? '', { expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code, type: 'card_error' },
      latest_charge: { status: 'failed', paid: false, failure_code: code, balance_transaction: null },
    });
  });

  it('gives way to another card on the same intent', async () => {
    const { stripe } = await openSandbox();
    const error = await refusal(stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_chargeDeclined' }));
    const id = error.payment_intent?.id ?? '';
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_mastercard' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    expect((await stripe.charges.list({ payment_intent: id })).data.map(charge => charge.status)).toEqual([
      'succeeded',
      'failed',
    ]);
  });

  it('cannot be attached to a customer, except the one made for that', async () => {
    const { stripe } = await openSandbox();
    const { id: customer } = await stripe.customers.create();
    expect((await refusal(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }))).code).toBe(
      'card_declined',
    );
    const { id } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
    const error = await refusal(
      stripe.paymentIntents.create({ ...payment, customer, payment_method: id, off_session: true }),
    );
    expect(error.code).toBe('card_declined');
  });
});

describe('Radar', () => {
  it.each(['pm_card_radarBlock', 'pm_card_riskLevelHighest'])('blocks %s before the bank sees it', async card => {
    const { stripe } = await openSandbox();
    const error = await refusal(stripe.paymentIntents.create({ ...payment, payment_method: card }));
    expect(error).toMatchObject({ code: 'card_declined', decline_code: 'fraudulent' });
    const [charge] = (await stripe.charges.list()).data;
    expect(charge?.outcome).toMatchObject({
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      type: 'blocked',
    });
    expect((await stripe.balanceTransactions.list()).data).toEqual([]);
  });

  it('lets an elevated risk pass and says so', async () => {
    const { stripe } = await openSandbox();
    await stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_riskLevelElevated' });
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({ outcome: { risk_level: 'elevated', type: 'authorized' }, paid: true });
  });

  it('has no part in what the bank declines', async () => {
    const { stripe } = await openSandbox();
    await refusal(stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_chargeDeclined' }));
    const [charge] = (await stripe.charges.list()).data;
    expect(charge?.outcome).toMatchObject({ risk_level: 'normal', type: 'issuer_declined' });
  });
});

describe('an amount', () => {
  it.each([
    ['0', 'usd', 'amount_too_small'],
    ['-5', 'usd', 'amount_too_small'],
    ['100000000', 'usd', 'amount_too_large'],
    ['9007199254740992', 'usd', 'parameter_invalid_integer'],
    ['Infinity', 'usd', 'parameter_invalid_integer'],
    ['1e3', 'usd', 'parameter_invalid_integer'],
    ['10.5', 'usd', 'parameter_invalid_integer'],
    ['NaN', 'usd', 'parameter_invalid_integer'],
    ['1001', 'kwd', 'parameter_invalid_integer'],
    ['150', 'isk', 'parameter_invalid_integer'],
    ['150', 'ugx', 'parameter_invalid_integer'],
    ['100', 'xyz', 'invalid_currency'],
  ])('of %s %s is refused as %s', async (amount, currency, code) => {
    const { stripe } = await openSandbox();
    const error = await refusal(
      stripe.paymentIntents.create({ ...payment, amount: amount as unknown as number, currency }),
    );
    expect(error).toMatchObject({ statusCode: 400, code });
  });

  it.each([
    [1, 'usd'],
    [99_999_999, 'usd'],
    [500, 'JPY'],
    [1010, 'kwd'],
    [500, 'ugx'],
    [151, 'huf'],
  ])('of %s %s is paid', async (amount, currency) => {
    const { stripe } = await openSandbox();
    const intent = await stripe.paymentIntents.create({ ...payment, amount, currency });
    expect(intent).toMatchObject({ amount_received: amount, currency: currency.toLowerCase() });
  });
});

describe('a balance', () => {
  it('is kept apart for currencies of none, two and three decimals', async () => {
    const { stripe } = await openSandbox();
    for (const currency of ['usd', 'jpy', 'kwd']) {
      const { id } = await stripe.paymentIntents.create({ ...payment, currency });
      await stripe.refunds.create({ payment_intent: id, amount: 100 });
    }
    const { pending, available } = await stripe.balance.retrieve();
    expect(pending.map(({ amount, currency }) => [amount, currency])).toEqual([
      [941, 'usd'],
      [941, 'jpy'],
      [941, 'kwd'],
    ]);
    expect(available.map(({ amount }) => amount)).toEqual([-100, -100, -100]);
    const [kwd] = (await stripe.paymentIntents.list()).data;
    expect((await refusal(stripe.refunds.create({ payment_intent: kwd?.id ?? '', amount: 101 }))).param).toBe('amount');
  });

  it('has a line for everything that moved it, by type, source, currency and time', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const { stripe } = await openSandbox({ now: () => now });
    const { id, latest_charge } = await stripe.paymentIntents.create(payment);
    now = new Date('2030-01-02T00:00:00Z');
    await stripe.refunds.create({ payment_intent: id });
    await stripe.paymentIntents.create({ ...payment, currency: 'eur' });
    const lines = async (params: Stripe.BalanceTransactionListParams) =>
      (await stripe.balanceTransactions.list(params)).data.map(({ type, currency }) => `${type} ${currency}`);
    expect(await lines({})).toEqual(['charge eur', 'refund usd', 'charge usd']);
    expect(await lines({ type: 'refund' })).toEqual(['refund usd']);
    expect(await lines({ source: latest_charge as string })).toEqual(['charge usd']);
    expect(await lines({ currency: 'EUR' })).toEqual(['charge eur']);
    expect(await lines({ created: { gte: now.getTime() / 1000 } })).toEqual(['charge eur', 'refund usd']);
  });
});
