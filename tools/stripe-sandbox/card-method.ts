import type Stripe from 'stripe';
import { address, noAddress } from './address.ts';
import type { Call } from './call.ts';
import { cardRefusal } from './card-refusal.ts';
import { livingCustomer } from './living-customer.ts';
import { newId } from './new-id.ts';
import { type Parsed, text } from './parameters.ts';
import { previousAttributes } from './previous-attributes.ts';
import type { StoredEvent } from './store.ts';
import { invalidRequest } from './stripe-error.ts';
import { fingerprint, type TestCard, testCardOf, testCardWith } from './test-cards.ts';

export const billing = { address, email: text, name: text, phone: text, tax_id: text };

/** A payment method that a request names; each use of a documented test id makes a new one. */
export function usableMethod(call: Call, id: string, param?: string): Stripe.PaymentMethod {
  const testCard = testCardOf(id);
  if (testCard) return call.put(cardMethod(call, testCard));
  const method = param ? call.referenced('payment_method', id, param) : call.named('payment_method', id);
  if (param && wasDetached(call, method)) {
    const message = `The provided PaymentMethod was detached from a Customer. It may not be used again.`;
    throw invalidRequest(message, { param });
  }
  return method;
}

function wasDetached(call: Call, { id, customer }: Stripe.PaymentMethod): boolean {
  const tells = ({ type, data }: StoredEvent) =>
    type === 'payment_method.detached' && (data.object as Stripe.PaymentMethod).id === id;
  return customer === null && call.store.all('event').some(tells);
}

export function cardMethod(call: Call, { number, brand, funding }: TestCard): Stripe.PaymentMethod {
  return {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: noAddress, email: null, name: null, phone: null, tax_id: null },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: brand,
      exp_month: 8,
      exp_year: new Date(call.now * 1000).getUTCFullYear() + 3,
      fingerprint: fingerprint(number),
      funding,
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: call.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

export function attach(call: Call, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  if (method.customer === customer) return method;
  if (method.customer) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.');
  }
  const card = testCardWith(method.card?.fingerprint);
  if (card?.declines && !card.attachable) throw cardRefusal(card.declines, card.reason);
  const attached = call.put({ ...method, customer });
  call.emit('payment_method.attached', attached);
  return attached;
}

export function detach(call: Call, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  const detached = call.put({ ...method, customer: null });
  call.emit('payment_method.detached', detached, { customer: method.customer });
  if (typeof method.customer === 'string') leaveDefault(call, method.id, method.customer);
  return detached;
}

function leaveDefault(call: Call, id: string, owner: string): void {
  const customer = livingCustomer(call, owner);
  if (customer.invoice_settings.default_payment_method !== id) return;
  const invoice_settings = { ...customer.invoice_settings, default_payment_method: null };
  const after = call.put<Stripe.Customer>({ ...customer, invoice_settings });
  call.emit('customer.updated', after, previousAttributes(customer, after));
}

export function withBilling(
  current: Stripe.PaymentMethod.BillingDetails,
  { address, ...details }: Parsed<typeof billing> = {},
): Stripe.PaymentMethod.BillingDetails {
  return { ...current, ...details, ...(address !== undefined && { address: address && { ...noAddress, ...address } }) };
}
