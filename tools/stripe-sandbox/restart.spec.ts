import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startStripeSandbox } from './sandbox.ts';
import { aRecipient, clientOf, fund, openReceiver, openSandbox, payment, SECRET, until } from './test-bench.ts';

const DAY = 24 * 60 * 60;

describe('a restart', () => {
  let folder: string;
  let data: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stripe-sandbox-'));
    data = join(folder, 'data', 'journal.jsonl');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps objects, events, remembered answers and their order', async () => {
    const before = await startStripeSandbox({ data });
    const first = await clientOf(before).paymentIntents.create(payment, { idempotencyKey: 'order-1' });
    await clientOf(before).customers.create();
    const events = (await clientOf(before).events.list()).data;
    await before.close();

    const { stripe } = await openSandbox({ data });
    expect((await stripe.events.list()).data).toEqual(events);
    const again = await stripe.paymentIntents.create(payment, { idempotencyKey: 'order-1' });
    expect(again).toEqual(first);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  it('keeps the moved clock, connected accounts and what is still to happen in them', async () => {
    const before = await startStripeSandbox({ data });
    const stripe = clientOf(before);
    await fund(stripe, 1000);
    const { id: stripeAccount } = await aRecipient(stripe, {
      settings: { payouts: { schedule: { interval: 'daily' } } },
    });
    await stripe.transfers.create({ amount: 500, currency: 'usd', destination: stripeAccount });
    before.advance(DAY);
    const [sent] = (await stripe.payouts.list({}, { stripeAccount })).data;
    expect(sent?.status).toBe('in_transit');
    await before.close();

    const { sandbox, stripe: again } = await openSandbox({ data });
    expect(Math.abs(sandbox.now().getTime() - Date.now() - DAY * 1000)).toBeLessThan(60_000);
    sandbox.advance(3 * DAY);
    expect((await again.payouts.list({}, { stripeAccount })).data).toMatchObject([{ id: sent?.id, status: 'paid' }]);
    expect((await again.payouts.list()).data).toEqual([]);
  });

  it('delivers what was still pending', async () => {
    const before = await startStripeSandbox({ data, webhook: { url: 'http://127.0.0.1:9/nobody', secret: SECRET } });
    await clientOf(before).customers.create();
    await before.close();

    const webhook = await openReceiver();
    const { sandbox } = await openSandbox({ data, webhook });
    await until(() => sandbox.store.all('delivery')[0]?.state === 'delivered');
    expect(webhook.types()).toEqual(['customer.created']);
  });

  it('passes over a line that a kill tore', async () => {
    const before = await startStripeSandbox({ data });
    await clientOf(before).customers.create();
    await before.close();
    appendFileSync(data, '[{"id":"cus_torn","object":"cust');

    const { stripe } = await openSandbox({ data });
    expect((await stripe.customers.list()).data).toHaveLength(1);
    await stripe.customers.create();
  });

  it('loses nothing that was answered when the process is killed', async () => {
    const first = await runMain(data);
    const intent = await first.stripe.paymentIntents.create(payment);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await runMain(data);
    expect((await second.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });
});

async function runMain(data: string): Promise<{ child: ChildProcess; stripe: Stripe }> {
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    env: { PATH: process.env.PATH, STRIPE_SANDBOX_DATA: data, STRIPE_SECRET_KEY: 'sk_test_main' },
    execArgv: [],
    silent: true,
  });
  const [message] = (await once(child, 'message')) as [{ ready: string }];
  const port = new URL(message.ready).port;
  return { child, stripe: new Stripe('sk_test_main', { host: '127.0.0.1', port, protocol: 'http' }) };
}
