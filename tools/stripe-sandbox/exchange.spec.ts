import { openSandbox, payment } from './test-bench.ts';

const EXPAND = { expand: ['latest_charge.balance_transaction'] };

async function inEuros(stripe: Awaited<ReturnType<typeof openSandbox>>['stripe']) {
  const intent = await stripe.paymentIntents.create({ ...payment, amount: 4_999, currency: 'eur', ...EXPAND });
  const charge = intent.latest_charge as { balance_transaction: object };
  return { intent, transaction: charge.balance_transaction };
}

describe('A currency that the platform has no balance in', () => {
  it('is settled in another one, with what it cost', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.settleIn('eur', 'usd', 1.08);
    const { intent, transaction } = await inEuros(stripe);
    expect(intent).toMatchObject({ amount: 4_999, currency: 'eur', amount_received: 4_999 });
    expect(transaction).toMatchObject({ amount: 5_399, currency: 'usd', fee: 189, net: 5_210, exchange_rate: 1.08 });
    expect((await stripe.balance.retrieve()).pending).toMatchObject([{ amount: 5_210, currency: 'usd' }]);
  });

  it('is given back at the rate of the day', async () => {
    const { sandbox, stripe } = await openSandbox();
    sandbox.settleIn('eur', 'usd', 1.08);
    const { intent } = await inEuros(stripe);
    sandbox.settleIn('eur', 'usd', 1.2);
    const expand = ['balance_transaction'];
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 1_000, expand });
    expect(refund).toMatchObject({ amount: 1_000, currency: 'eur' });
    expect(refund.balance_transaction).toMatchObject({ amount: -1_200, currency: 'usd', fee: 0, exchange_rate: 1.2 });
  });

  it('can be told over HTTP, and nonsense is refused', async () => {
    const { sandbox, stripe } = await openSandbox();
    const tell = (currency: string, into: object) =>
      fetch(`${sandbox.url}/_sandbox/exchanges/${currency}`, { method: 'POST', body: JSON.stringify(into) });
    expect((await tell('eur', { currency: 'usd', rate: 2 })).status).toBe(200);
    expect((await inEuros(stripe)).transaction).toMatchObject({ amount: 9_998, currency: 'usd' });
    for (const nonsense of [{ currency: 'usd', rate: 0 }, { currency: 'xxx', rate: 1 }, { rate: 1 }])
      expect((await tell('eur', nonsense)).status).toBe(400);
    expect((await tell('EUR', { currency: 'usd', rate: 1 })).status).toBe(400);
  });
});
