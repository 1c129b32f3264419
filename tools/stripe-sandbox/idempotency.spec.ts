import { openSandbox, payment, refusal } from './test-bench.ts';

describe('an idempotency key', () => {
  const once = { idempotencyKey: 'order-1' };

  it('replays the stored answer for a repeated idempotency key', async () => {
    const { stripe } = await openSandbox();
    const first = await stripe.paymentIntents.create(payment, once);
    const second = await stripe.paymentIntents.create(payment, once);
    expect(second).toEqual(first);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  it('replays a refusal by the bank too', async () => {
    const { stripe } = await openSandbox();
    const declined = { ...payment, payment_method: 'pm_card_chargeDeclined' };
    const first = await refusal(stripe.paymentIntents.create(declined, once));
    const second = await refusal(stripe.paymentIntents.create(declined, once));
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  it('is refused for another body and another path', async () => {
    const { stripe } = await openSandbox();
    await stripe.paymentIntents.create(payment, once);
    const otherBody = await refusal(stripe.paymentIntents.create({ ...payment, amount: 2000 }, once));
    expect(otherBody).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    expect((await refusal(stripe.customers.create({}, once))).type).toBe('StripeIdempotencyError');
  });

  it('is still free after a request that never ran', async () => {
    const { sandbox, stripe } = await openSandbox();
    await refusal(stripe.paymentIntents.create({ ...payment, amount: 0 }, once));
    sandbox.faults.add({ fault: 'rate_limited', on: 'POST /v1/payment_intents', times: 1 });
    expect((await refusal(stripe.paymentIntents.create(payment, once))).type).toBe('StripeRateLimitError');
    expect((await stripe.paymentIntents.create(payment, once)).status).toBe('succeeded');
  });

  it('is busy while its first request is worked on', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.faults.add({ fault: 'slow', on: 'POST /v1/payment_intents', ms: 100, times: 1 });
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => stripe.paymentIntents.create(payment, once)),
    );
    const codes = answers.map(answer => (answer.status === 'fulfilled' ? 'paid' : answer.reason.code));
    expect(new Set(codes)).toEqual(new Set(['paid', 'idempotency_key_in_use']));
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('is forgotten after a day', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const { stripe } = await openSandbox({ now: () => now });
    const first = await stripe.paymentIntents.create(payment, once);
    now = new Date('2030-01-02T00:00:00Z');
    expect((await stripe.paymentIntents.create(payment, once)).id).not.toBe(first.id);
  });
});
