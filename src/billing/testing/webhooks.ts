import Stripe from 'stripe';
import type { Answer, Client } from '../../../test/support/client.ts';

const stripe = new Stripe('sk_test_signing');

/** The `Stripe-Signature` of a payload, as of `at`. */
export function signatureOf(payload: string, secret: string, at = new Date()): string {
  return stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(at.getTime() / 1_000),
  });
}

/** Delivers an event as Stripe does. */
export function deliver(api: Client, event: object | string, secret = 'whsec_test', at = new Date()): Promise<Answer> {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  return api
    .with({ 'content-type': 'application/json', 'stripe-signature': signatureOf(payload, secret, at) })
    .post('/api/webhooks/stripe', payload);
}

/** An event about nothing of ours, unless it says otherwise. */
export function anEvent(traits: object = {}): object {
  return {
    id: `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_772_366_400,
    livemode: false,
    type: 'customer.created',
    data: { object: { id: 'cus_1', object: 'customer', metadata: {} } },
    ...traits,
  };
}
