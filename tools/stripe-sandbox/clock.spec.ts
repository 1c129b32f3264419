import { fund, openReceiver, openSandbox, payment, until } from './test-bench.ts';

const DAY = 24 * 60 * 60;

describe('the clock', () => {
  it('is moved over HTTP, and what is due happens at its own time', async () => {
    const { sandbox, stripe } = await openSandbox({ now: () => new Date('2030-01-01T12:00:00Z') });
    await fund(stripe, 1000);
    const { id, arrival_date } = await stripe.payouts.create({ amount: 100, currency: 'usd' });
    const move = (advance: unknown) =>
      fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', body: JSON.stringify({ advance }) });
    expect(await (await move(30 * DAY)).json()).toEqual({ now: '2030-01-31T12:00:00.000Z' });
    expect((await move(-1)).status).toBe(400);
    expect((await move('soon')).status).toBe(400);
    expect((await stripe.payouts.retrieve(id)).status).toBe('paid');
    const [paid] = (await stripe.events.list({ type: 'payout.paid' })).data;
    expect(paid?.created).toBe(arrival_date);
  });

  it('needs nobody to ask: what is due is told to the endpoint', async () => {
    const webhook = await openReceiver();
    let now = new Date('2030-01-01T12:00:00Z');
    const { stripe } = await openSandbox({ now: () => now, webhook: { ...webhook, events: ['refund.failed'] } });
    const { id } = await stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_refundFail' });
    await stripe.refunds.create({ payment_intent: id });
    now = new Date('2030-01-01T12:01:00Z');
    await until(() => webhook.received.length === 1);
  });
});
