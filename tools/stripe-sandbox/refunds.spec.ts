import fc from 'fast-check';
import { openSandbox, payment, refusal } from './test-bench.ts';

describe('refunds', () => {
  it('never exceed the charge, whatever is asked in whatever order', async () => {
    const { stripe } = await openSandbox();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 6 }), async amounts => {
        const intent = await stripe.paymentIntents.create(payment);
        let left = payment.amount;
        for (const amount of amounts) {
          const asked = stripe.refunds.create({ payment_intent: intent.id, amount });
          if (amount <= left) left -= (await asked).amount;
          else expect((await refusal(asked)).statusCode).toBe(400);
        }
        const charge = await stripe.charges.retrieve(intent.latest_charge as string, { expand: ['refunds'] });
        expect(charge.amount_refunded).toBe(payment.amount - left);
        expect(charge.refunded).toBe(left === 0);
        expect(charge.refunds?.data.reduce((sum, refund) => sum + refund.amount, 0)).toBe(charge.amount_refunded);
      }),
      { numRuns: 20 },
    );
  });

  it('return the rest by default and leave the balance', async () => {
    const { stripe } = await openSandbox();
    const { id, latest_charge } = await stripe.paymentIntents.create(payment);
    await stripe.refunds.create({ payment_intent: id, amount: 300 });
    const refund = await stripe.refunds.create({ charge: latest_charge as string, expand: ['balance_transaction'] });
    expect(refund).toMatchObject({
      amount: 700,
      status: 'succeeded',
      balance_transaction: { amount: -700, fee: 0, net: -700 },
    });
    expect((await refusal(stripe.refunds.create({ payment_intent: id }))).code).toBe('charge_already_refunded');
    expect((await stripe.refunds.list({ payment_intent: id })).data).toHaveLength(2);
  });
});

describe('a refund the bank takes its time for', () => {
  const BANK_DECIDES = 60;
  const updates = ['refund.updated', 'charge.refund.updated', 'refund.failed'];

  it('is pending, then succeeds', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { latest_charge } = await stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_pendingRefund',
    });
    const charge = latest_charge as string;
    const refund = await stripe.refunds.create({ charge, amount: 400 });
    expect(refund).toMatchObject({ pending_reason: 'processing', status: 'pending' });
    expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(400);
    sandbox.advance(BANK_DECIDES);
    const succeeded = await stripe.refunds.retrieve(refund.id);
    expect(succeeded.status).toBe('succeeded');
    expect(succeeded).not.toHaveProperty('pending_reason');
    const [event, ...others] = (await stripe.events.list({ types: updates })).data;
    expect(event?.data.previous_attributes).toEqual({ pending_reason: 'processing', status: 'pending' });
    expect(others.map(({ type }) => type)).toEqual(['refund.updated']);
  });

  it('succeeds, then fails and gives the money back', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { latest_charge } = await stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_refundFail' });
    const charge = latest_charge as string;
    const { id, status } = await stripe.refunds.create({ charge });
    expect(status).toBe('succeeded');
    expect((await stripe.charges.retrieve(charge)).refunded).toBe(true);
    sandbox.advance(BANK_DECIDES);
    expect(await stripe.refunds.retrieve(id, { expand: ['failure_balance_transaction'] })).toMatchObject({
      failure_balance_transaction: { amount: 1000, type: 'refund_failure' },
      failure_reason: 'expired_or_canceled_card',
      status: 'failed',
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await stripe.events.list({ types: updates })).data.map(({ type }) => type)).toEqual(updates.toReversed());
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 0 }]);
  });
});
