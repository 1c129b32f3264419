import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../../config/environment.ts';
import { InvalidSignature, WebhookDisabled } from '../domain/provider-event.errors.ts';
import { EventVerifier, type VerifiedEvent } from '../domain/provider-event.ts';
import { paymentIdIn } from './payment-id.ts';

const TOLERANCE_SECONDS = 300;
const KEPT = ['id', 'object', 'status', 'amount', 'currency', 'customer', 'charge', 'payment_intent'];
const KEPT_METADATA = ['payment_id', 'refund_id', 'payout_id'];
const OBJECTS_OF_CUSTOMERS: (string | undefined)[] = [
  'customer',
  'payment_method',
  'setup_intent',
  'bank_account',
  'card',
];

@Injectable()
export class StripeEventVerifier extends EventVerifier {
  override readonly provider = 'stripe';
  private readonly secrets: string[];
  private readonly live: boolean;

  constructor(
    private readonly stripe: Stripe,
    environment: Environment,
  ) {
    super();
    // Two while one is being replaced by the other.
    this.secrets = environment.STRIPE_WEBHOOK_SECRET.split(',').filter(secret => secret !== '');
    this.live = environment.STRIPE_SECRET_KEY.includes('_live_');
  }

  override verify(body: Buffer, signature: string | undefined): VerifiedEvent {
    if (this.secrets.length === 0) throw new WebhookDisabled();
    const signed = this.secrets
      .map(secret => this.construct(body, signature ?? '', secret))
      .find(found => found !== undefined);
    if (!signed) throw new InvalidSignature('The Stripe-Signature does not fit this body, or it is too old.');
    if (typeof signed.id !== 'string' || typeof signed.type !== 'string')
      throw new InvalidSignature('The body is signed, but it is not an event.');
    if (signed.livemode !== this.live) throw new InvalidSignature('The event belongs to another mode (live or test).');
    return noticeOf(signed);
  }

  private construct(body: Buffer, signature: string, secret: string): Stripe.Event | undefined {
    try {
      return this.stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
    } catch {
      return undefined;
    }
  }
}

/** What is kept of an event. */
export function noticeOf(told: Stripe.Event): VerifiedEvent {
  const event = storable(told);
  return {
    eventId: event.id,
    type: event.type,
    payload: withoutPeople(event),
    providerCustomerId: customerOf(event),
    ...subjectOf(event),
  };
}

/** With a mark in place of NUL and of half a character, which the database can not store. */
function storable(event: Stripe.Event): Stripe.Event {
  const text = JSON.stringify(event);
  return JSON.parse(
    text.replace(/\\(\\|u0000|ud[89a-f][\da-f]{2})/g, (found, kind) => (kind === '\\' ? found : '\\ufffd')),
  );
}

/** Who pays, who is paid and where they live is nothing that the books need, and would outlive their erasure. */
function withoutPeople(event: Stripe.Event): object {
  const object = (event.data?.object ?? {}) as { metadata?: object | null };
  const metadata = plain(object.metadata ?? {}, KEPT_METADATA);
  return { ...event, data: { object: { ...plain(object, KEPT), ...(object.metadata && { metadata }) } } };
}

/** What has a name that is kept, and nothing within. */
function plain(object: object, names: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(object).filter(([name, value]) => names.includes(name) && typeof value !== 'object'),
  );
}

/** Which of our payments an event is about, as far as its object tells. */
function subjectOf(event: Stripe.Event): { providerPaymentId: string | null; paymentId: string | null } {
  const object = (event.data?.object ?? {}) as {
    object?: string;
    id?: string;
    payment_intent?: unknown;
    metadata?: Record<string, string>;
  };
  const intent = object.object === 'payment_intent' ? object.id : object.payment_intent;
  return {
    providerPaymentId: typeof intent === 'string' ? intent : null,
    paymentId: paymentIdIn(object.metadata),
  };
}

/** Whose kept methods an event is about. One that was detached has had its customer before. */
function customerOf({ data }: Stripe.Event): string | null {
  const object = (data?.object ?? {}) as { object?: string; id?: string; customer?: unknown };
  if (!OBJECTS_OF_CUSTOMERS.includes(object.object)) return null;
  const before = (data.previous_attributes ?? {}) as { customer?: unknown };
  const customer = object.object === 'customer' ? object.id : (object.customer ?? before.customer);
  return typeof customer === 'string' ? customer : null;
}
