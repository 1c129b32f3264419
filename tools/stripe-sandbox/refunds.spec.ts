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

describe('a dispute', () => {
  it('follows the payment of the card made for it and takes the money and a fee', async () => {
    const { stripe } = await openSandbox();
    const { latest_charge } = await stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_createDispute',
    });
    const [dispute] = (await stripe.disputes.list({ charge: latest_charge as string })).data;
    expect(dispute).toMatchObject({ amount: 1000, reason: 'fraudulent', status: 'needs_response' });
    expect(dispute?.balance_transactions).toMatchObject([{ amount: -1000, fee: 1500, net: -2500 }]);
    expect((await stripe.charges.retrieve(latest_charge as string)).disputed).toBe(true);
  });
});
