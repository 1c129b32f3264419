import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api.ts';
import { concludeIntent } from './confirm-intent.ts';
import type { Controls } from './controls.ts';
import { type Fault, Faults } from './faults.ts';
import { httpDoor } from './http-door.ts';
import { Idempotency } from './idempotency.ts';
import { Journal } from './journal.ts';
import { balanceRoutes } from './resources/balance.ts';
import { chargeRoutes } from './resources/charges.ts';
import { customerRoutes } from './resources/customers.ts';
import { disputeRoutes } from './resources/disputes.ts';
import { eventRoutes } from './resources/events.ts';
import { paymentIntentRoutes } from './resources/payment-intents.ts';
import { paymentMethodRoutes } from './resources/payment-methods.ts';
import { refundRoutes } from './resources/refunds.ts';
import { Router } from './router.ts';
import { sideDoor } from './side-door.ts';
import { type Kind, type Kinds, Store } from './store.ts';
import { type WebhookEndpoint, type WebhookPace, Webhooks } from './webhooks.ts';

export interface StripeSandboxOptions {
  /** 0 takes a free one. */
  port?: number;
  /** The journal file; without it everything is forgotten at the end. */
  data?: string;
  /** The only key accepted. */
  secretKey?: string;
  webhook?: WebhookEndpoint;
  webhookPace?: WebhookPace;
  faults?: readonly Fault[];
  now?: () => Date;
  /** Decides faults that have a probability. */
  random?: () => number;
}

export interface StripeSandbox extends Controls {
  url: string;
  port: number;
  secretKey: string;
  close(): Promise<void>;
}

export async function startStripeSandbox(options: StripeSandboxOptions = {}): Promise<StripeSandbox> {
  const { secretKey = 'sk_test_sandbox', now = () => new Date() } = options;
  if (/^[rs]k_live_/.test(secretKey)) throw new Error('The Stripe sandbox does not start with a live key.');

  const journal = options.data ? new Journal(options.data) : undefined;
  const store = new Store(journal);
  if (journal) {
    for await (const row of journal.replay()) store.restore(row as Kinds[Kind]);
    journal.compact(store.everything());
  }
  const faults = new Faults(options.random);
  for (const fault of options.faults ?? []) faults.add(fault);
  const webhooks = new Webhooks(store, faults, options.webhook, options.webhookPace);
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  const api = new Api({
    baseUrl: url,
    secretKey,
    seconds: () => Math.floor(now().getTime() / 1000),
    router,
    store,
    idempotency: new Idempotency(store),
    faults,
    webhooks,
  });
  const sandbox: StripeSandbox = {
    url,
    port,
    secretKey,
    faults,
    store,
    setWebhook: endpoint => {
      webhooks.endpoint = endpoint;
    },
    conclude: (id, outcome) =>
      api.act(call => concludeIntent(call, call.named('payment_intent', id), outcome === 'complete')),
    close: async () => {
      webhooks.close();
      await new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      });
      journal?.close();
    },
  };
  server.on('request', httpDoor(api, sideDoor(sandbox)));
  webhooks.recover();
  return sandbox;
}

const router = new Router(
  balanceRoutes,
  chargeRoutes,
  customerRoutes,
  disputeRoutes,
  eventRoutes,
  paymentIntentRoutes,
  paymentMethodRoutes,
  refundRoutes,
);

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
