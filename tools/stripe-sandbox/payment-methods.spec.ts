import type Stripe from 'stripe';
import { openSandbox, payment, refusal } from './test-bench.ts';

describe('A saved card', () => {
  let stripe: Stripe;
  let customer: string;
  let card: string;

  beforeEach(async () => {
    ({ stripe } = await openSandbox());
    customer = (await stripe.customers.create()).id;
    card = (await stripe.paymentMethods.attach('pm_card_visa', { customer })).id;
  });

  function choose(default_payment_method: string, id = customer) {
    return stripe.customers.update(id, { invoice_settings: { default_payment_method } });
  }

  async function chosen() {
    const found = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
    return found.invoice_settings.default_payment_method;
  }

  it('can be the default of its own customer only', async () => {
    const other = await stripe.customers.create();
    const refused = await refusal(choose(card, other.id));
    expect(refused).toMatchObject({ code: 'resource_missing', param: 'invoice_settings[default_payment_method]' });
    await choose(card);
    expect(await chosen()).toBe(card);
  });

  it('that is detached is the default no more, and never used again', async () => {
    await choose(card);
    await stripe.paymentMethods.detach(card);
    expect(await chosen()).toBeNull();
    const paid = stripe.paymentIntents.create({ ...payment, payment_method: card, customer });
    expect(await refusal(paid)).toMatchObject({ statusCode: 400, param: 'payment_method' });
    const saved = stripe.setupIntents.create({ customer, payment_method: card });
    expect(await refusal(saved)).toMatchObject({ statusCode: 400, param: 'payment_method' });
  });
});
