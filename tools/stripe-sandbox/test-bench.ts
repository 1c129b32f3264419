import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { type StripeSandbox, type StripeSandboxOptions, startStripeSandbox } from './sandbox.ts';

export const SECRET = 'whsec_test';

const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(thing => thing.close()));
});

/** A sandbox of the test's own and Stripe's SDK in front of it. */
export async function openSandbox(
  options: StripeSandboxOptions = {},
): Promise<{ sandbox: StripeSandbox; stripe: Stripe }> {
  const sandbox = await startStripeSandbox(options);
  opened.push(sandbox);
  return { sandbox, stripe: clientOf(sandbox) };
}

export function clientOf({ port, secretKey }: StripeSandbox): Stripe {
  return new Stripe(secretKey, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

export interface Receiver {
  url: string;
  secret: string;
  received: { type: string; payload: string; signature: string; event: Stripe.Event }[];
  types(): string[];
}

/** A webhook endpoint that answers as told: by default 200 to everything. */
export async function openReceiver(answer: (count: number) => number = () => 200): Promise<Receiver> {
  const received: Receiver['received'] = [];
  const server = createServer((request, response) => {
    let payload = '';
    request.on('data', chunk => {
      payload += chunk;
    });
    request.on('end', () => {
      const event = JSON.parse(payload) as Stripe.Event;
      received.push({ type: event.type, payload, signature: String(request.headers['stripe-signature']), event });
      response.writeHead(answer(received.length)).end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  opened.push({
    close: () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return { url, secret: SECRET, received, types: () => received.map(({ type }) => type) };
}

export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Still not: ${condition}`);
    await pause(5);
  }
}

/** The error that Stripe's SDK throws for this call. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was not refused.');
}

/** A payment that needs nobody at the browser. */
export const payment = {
  amount: 1000,
  currency: 'usd',
  payment_method: 'pm_card_visa',
  payment_method_types: ['card'],
  confirm: true,
};

/** Puts money on the platform's available balance. */
export async function fund(stripe: Stripe, amount: number, currency = 'usd'): Promise<void> {
  await stripe.paymentIntents.create({ ...payment, amount, currency, payment_method: 'pm_card_bypassPending' });
}

/** A custom account that has told everything and may receive transfers. */
export function aRecipient(stripe: Stripe, details: Stripe.AccountCreateParams = {}): Promise<Stripe.Account> {
  return stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { transfers: { requested: true } },
    external_account: bankNumbered('000123456789'),
    settings: { payouts: { schedule: { interval: 'manual' } } },
    tos_acceptance: { date: 1_700_000_000, ip: '127.0.0.1' },
    ...details,
  });
}

export function bankNumbered(account_number: string, currency = 'usd') {
  return { object: 'bank_account' as const, country: 'US', currency, account_number, routing_number: '110000000' };
}
