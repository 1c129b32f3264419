import type Stripe from 'stripe';
import { currencies } from './currencies.ts';
import { type Fault, type Faults, faultNames } from './faults.ts';
import type { Opening } from './open-dispute.ts';
import { json, notHere, type SideAnswer } from './side-answer.ts';
import type { Store } from './store.ts';
import type { WebhookEndpoint } from './webhooks.ts';

type Outcome = 'complete' | 'fail';

/** What a test may do to the sandbox beside using its API. */
export interface Controls {
  faults: Faults;
  store: Store;
  /** Sends the events from now on to this endpoint; without one they are only listed. */
  setWebhook(endpoint?: WebhookEndpoint): void;
  /** Decides a payment or a setup that waits for 3-D Secure, or a payment in process. */
  conclude(intent: string, outcome: Outcome): Stripe.PaymentIntent | Stripe.SetupIntent;
  /** The bank of a payer disputes a payment: what is not refunded of it, unless told otherwise. */
  dispute(paymentIntent: string, opening?: Partial<Opening>): Stripe.Dispute;
  /** Submits the onboarding form of a connected account. */
  onboard(account: string, accountNumber?: string): Stripe.Account;
  /** Settles what is charged in one currency in another from now on, at so many of its smallest units for each. */
  settleIn(charged: string, currency: string, rate: number): void;
  now(): Date;
  /** Moves the clock forward: what is due by then happens, each at its own time. */
  advance(seconds: number): void;
}

/** The same over HTTP, in JSON: `/_sandbox/<subject>/<id>`. */
export function control(controls: Controls, method: string, [subject, id]: string[], body: string): SideAnswer {
  switch (`${method} ${subject}`) {
    case 'GET faults':
      return json(controls.faults.list());
    case 'POST faults':
      return plant(controls, parse(body));
    case 'DELETE faults':
      controls.faults.clear(id);
      return json({});
    case 'POST webhook':
      return pointTo(controls, parse(body));
    case 'DELETE webhook':
      controls.setWebhook();
      return json({});
    case 'POST disputes':
      return dispute(controls, id ?? '', parse(body));
    case 'POST accounts':
      return submitForm(controls, id ?? '', parse(body));
    case 'POST exchanges':
      return exchange(controls, id ?? '', parse(body));
    case 'GET clock':
      return json({ now: controls.now() });
    case 'POST clock':
      return moveClock(controls, parse(body));
    case 'POST payment_intents':
      return conclude(controls, id ?? '', parse(body));
    default:
      return notHere;
  }
}

export function isOutcome(value: unknown): value is Outcome {
  return value === 'complete' || value === 'fail';
}

function plant({ faults }: Controls, fault: Partial<Fault>): SideAnswer {
  const { fault: name, on } = fault;
  if (!name || !faultNames.includes(name)) return json({ error: `fault must be one of ${faultNames.join(', ')}` }, 400);
  if (typeof on !== 'string') return json({ error: 'on must be a pattern' }, 400);
  return json({ id: faults.add({ ...fault, fault: name, on }) }, 201);
}

function pointTo(controls: Controls, { url, secret, events }: Partial<WebhookEndpoint>): SideAnswer {
  if (!url || !URL.canParse(url) || !secret) return json({ error: 'url and secret are needed' }, 400);
  controls.setWebhook({ url, secret, ...(events && { events }) });
  return json({});
}

function conclude(controls: Controls, id: string, { outcome }: { outcome?: unknown }): SideAnswer {
  const intent = controls.store.get('payment_intent', id);
  if (!intent) return notHere;
  if (!isOutcome(outcome)) return json({ error: 'outcome must be complete or fail' }, 400);
  if (intent.status !== 'requires_action' && intent.status !== 'processing') {
    return json({ error: `the payment is ${intent.status}` }, 409);
  }
  return json(controls.conclude(id, outcome));
}

function dispute(controls: Controls, id: string, opening: Partial<Opening>): SideAnswer {
  const intent = controls.store.get('payment_intent', id);
  if (!intent) return notHere;
  if (intent.status !== 'succeeded') return json({ error: `the payment is ${intent.status}` }, 409);
  const { amount = intent.amount } = opening;
  if (!Number.isSafeInteger(amount) || amount < 1) return json({ error: 'amount must be a whole number' }, 400);
  return json(controls.dispute(id, opening), 201);
}

function submitForm(controls: Controls, id: string, { account_number }: { account_number?: unknown }): SideAnswer {
  const account = controls.store.get('account', id);
  if (!account || account.deleted) return notHere;
  return json(controls.onboard(id, typeof account_number === 'string' ? account_number : undefined));
}

function exchange(controls: Controls, charged: string, into: { currency?: unknown; rate?: unknown }): SideAnswer {
  const { currency, rate } = into;
  if (!currencies.has(charged) || typeof currency !== 'string' || !currencies.has(currency))
    return json({ error: 'both currencies must be codes in lower case' }, 400);
  if (typeof rate !== 'number' || !(rate > 0)) return json({ error: 'rate must be above zero' }, 400);
  controls.settleIn(charged, currency, rate);
  return json({});
}

function moveClock(controls: Controls, { advance }: { advance?: unknown }): SideAnswer {
  if (typeof advance !== 'number' || !(advance >= 0)) return json({ error: 'advance must be seconds' }, 400);
  controls.advance(advance);
  return json({ now: controls.now() });
}

/** What is not a JSON object lacks every field. */
function parse(body: string): object {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
