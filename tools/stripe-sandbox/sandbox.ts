import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agenda } from './agenda.ts';
import { Api } from './api.ts';
import { onboard } from './change-account.ts';
import { concludeIntent } from './confirm-intent.ts';
import type { Controls } from './controls.ts';
import { type Fault, Faults } from './faults.ts';
import { happenings } from './happenings.ts';
import { httpDoor } from './http-door.ts';
import { Idempotency } from './idempotency.ts';
import { Journal } from './journal.ts';
import { livingAccount } from './living-account.ts';
import { openDispute } from './open-dispute.ts';
import { accountLinkRoutes } from './resources/account-links.ts';
import { accountRoutes } from './resources/accounts.ts';
import { balanceRoutes } from './resources/balance.ts';
import { capabilityRoutes } from './resources/capabilities.ts';
import { chargeRoutes } from './resources/charges.ts';
import { customerRoutes } from './resources/customers.ts';
import { disputeRoutes } from './resources/disputes.ts';
import { eventRoutes } from './resources/events.ts';
import { externalAccountRoutes } from './resources/external-accounts.ts';
import { paymentIntentRoutes } from './resources/payment-intents.ts';
import { paymentMethodRoutes } from './resources/payment-methods.ts';
import { payoutRoutes } from './resources/payouts.ts';
import { refundRoutes } from './resources/refunds.ts';
import { concludeSetup, setupIntentRoutes } from './resources/setup-intents.ts';
import { transferReversalRoutes } from './resources/transfer-reversals.ts';
import { transferRoutes } from './resources/transfers.ts';
import { Router } from './router.ts';
import { SandboxClock } from './sandbox-clock.ts';
import { sideDoor } from './side-door.ts';
import { Store } from './store.ts';
import { type WebhookEndpoint, type WebhookPace, Webhooks } from './webhooks.ts';

const TICK_MS = 100;

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
    for await (const row of journal.replay()) store.restore(row);
    journal.compact(store.everything());
  }
  const clock = new SandboxClock(store, now);
  const faults = new Faults(options.random);
  for (const fault of options.faults ?? []) faults.add(fault);
  const webhooks = new Webhooks(store, faults, options.webhook, options.webhookPace);
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  const api = new Api({
    baseUrl: url,
    secretKey,
    seconds: () => clock.seconds(),
    router,
    store,
    idempotency: new Idempotency(store),
    faults,
    webhooks,
    agenda: new Agenda(store),
    happenings,
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
      api.act(call =>
        id.startsWith('seti_')
          ? concludeSetup(call, call.named('setup_intent', id), outcome === 'complete')
          : concludeIntent(call, call.named('payment_intent', id), outcome === 'complete'),
      ),
    dispute: (id, opening) =>
      api.act(call => {
        const { latest_charge } = call.named('payment_intent', id);
        return openDispute(call, call.named('charge', latest_charge as string), { reason: 'general', ...opening });
      }),
    onboard: (id, account_number) => api.act(call => onboard(call, livingAccount(call, id), account_number)),
    settleIn: (charged, currency, rate) => {
      store.put({ id: charged, object: 'exchange', currency, rate });
      store.commit();
    },
    now: () => clock.now(),
    advance: seconds => {
      clock.advance(seconds);
      api.catchUp();
    },
    close: async () => {
      clearInterval(ticking);
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
  const ticking = setInterval(() => api.catchUp(), TICK_MS).unref();
  return sandbox;
}

const router = new Router(
  accountLinkRoutes,
  accountRoutes,
  balanceRoutes,
  capabilityRoutes,
  chargeRoutes,
  customerRoutes,
  disputeRoutes,
  eventRoutes,
  externalAccountRoutes,
  paymentIntentRoutes,
  paymentMethodRoutes,
  payoutRoutes,
  refundRoutes,
  setupIntentRoutes,
  transferReversalRoutes,
  transferRoutes,
);

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
