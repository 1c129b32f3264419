import type Stripe from 'stripe';
import { openSandbox, payment, refusal } from './test-bench.ts';

describe('3-D Secure', () => {
  const secured = {
    ...payment,
    payment_method: 'pm_card_authenticationRequired',
    return_url: 'https://example.com/back?order=1',
  };
  const answer = (intent: Stripe.PaymentIntent, outcome: string) =>
    fetch(intent.next_action?.redirect_to_url?.url ?? '', {
      method: 'POST',
      body: new URLSearchParams({ outcome }),
      redirect: 'manual',
    });

  it('completes on the confirmation page and returns to the shop', async () => {
    const { stripe } = await openSandbox();
    const intent = await stripe.paymentIntents.create(secured);
    expect(intent.status).toBe('requires_action');
    expect(await (await fetch(intent.next_action?.redirect_to_url?.url ?? '')).text()).toContain(
      'Complete authentication',
    );
    const back = new URL((await answer(intent, 'complete')).headers.get('location') ?? '');
    expect(back.searchParams.get('order')).toBe('1');
    expect(back.searchParams.get('redirect_status')).toBe('succeeded');
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
    expect((await answer(intent, 'complete')).status).toBe(409);
  });

  it('fails without a charge and asks for another method', async () => {
    const { stripe } = await openSandbox();
    const { id } = await stripe.paymentIntents.create(secured);
    await answer(await stripe.paymentIntents.retrieve(id), 'fail');
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
      latest_charge: null,
    });
  });

  it('refuses when the customer is not there to answer', async () => {
    const { stripe } = await openSandbox();
    const error = await refusal(stripe.paymentIntents.create({ ...secured, off_session: true }));
    expect(error).toMatchObject({
      code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method' },
    });
  });
});

describe('a payment in process', () => {
  it('is decided by the bank later', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.faults.add({ fault: 'processing', on: 'POST /v1/payment_intents' });
    const { id, status, latest_charge } = await stripe.paymentIntents.create(payment);
    expect({ status, latest_charge }).toEqual({ status: 'processing', latest_charge: null });
    expect((await refusal(stripe.paymentIntents.cancel(id))).code).toBe('payment_intent_unexpected_state');
    const decide = (outcome: string) =>
      fetch(`${sandbox.url}/_sandbox/payment_intents/${id}`, { method: 'POST', body: JSON.stringify({ outcome }) });
    expect((await decide('maybe')).status).toBe(400);
    expect(await (await decide('complete')).json()).toMatchObject({ status: 'succeeded' });
    expect((await decide('complete')).status).toBe(409);
    const refused = await stripe.paymentIntents.create(payment);
    expect(sandbox.conclude(refused.id, 'fail')).toMatchObject({ status: 'requires_payment_method' });
    const types = (await stripe.events.list({ types: ['payment_intent.processing', 'payment_intent.payment_failed'] }))
      .data;
    expect(types.map(({ type }) => type)).toEqual([
      'payment_intent.payment_failed',
      'payment_intent.processing',
      'payment_intent.processing',
    ]);
  });
});
