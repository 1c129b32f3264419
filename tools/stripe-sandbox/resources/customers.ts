import type Stripe from 'stripe';
import { address, noAddress } from '../address.ts';
import type { Call } from '../call.ts';
import { attach, detach, usableMethod } from '../card-method.ts';
import { listRoute } from '../list-page.ts';
import { livingCustomer } from '../living-customer.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { newId } from '../new-id.ts';
import { anything, clearable, hash, list, oneOf, type Parsed, string, text } from '../parameters.ts';
import { previousAttributes } from '../previous-attributes.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest } from '../stripe-error.ts';

const fields = {
  address,
  description: text,
  email: text,
  name: text,
  phone: text,
  shipping: clearable(anything),
  preferred_locales: list(string),
  tax_exempt: oneOf('none', 'exempt', 'reverse'),
  metadata,
  invoice_settings: hash({ default_payment_method: text }),
  ...ignored('business_name', 'individual_name', 'tax', 'validate'),
};

export const customerRoutes: Routes = {
  'POST /v1/customers': route({ ...fields, payment_method: string }, (call, params) => {
    const { payment_method, ...details } = params;
    const customer = changed(call, blank(call), details);
    if (payment_method) attach(call, usableMethod(call, payment_method, 'payment_method'), customer.id);
    call.put(customer);
    call.emit('customer.created', customer);
    return customer;
  }),

  'GET /v1/customers': listRoute(
    'customer',
    '/v1/customers',
    { email: string },
    (customer, { email }) => !customer.deleted && (email === undefined || customer.email === email),
  ),

  'GET /v1/customers/:id': route({}, (call, _, id) => call.named('customer', id)),

  'POST /v1/customers/:id': route(fields, (call, params, id) => {
    const before = livingCustomer(call, id);
    const after = call.put(changed(call, before, params));
    call.emit('customer.updated', after, previousAttributes(before, after));
    return after;
  }),

  'DELETE /v1/customers/:id': route({}, (call, _, id) => {
    const customer = livingCustomer(call, id);
    for (const method of call.store.all('payment_method')) {
      if (method.customer === id) detach(call, method);
    }
    call.emit('customer.deleted', customer);
    return call.put<Stripe.DeletedCustomer>({ id, object: 'customer', deleted: true });
  }),
};

function changed(
  call: Call,
  customer: Stripe.Customer,
  { address, metadata, invoice_settings, shipping, ...params }: Parsed<typeof fields>,
): Stripe.Customer {
  const method = invoice_settings?.default_payment_method;
  if (method) checkAttached(call, method, customer.id);
  return {
    ...customer,
    ...params,
    ...(address !== undefined && { address: address && { ...noAddress, ...address } }),
    ...(shipping !== undefined && { shipping: shipping as Stripe.Customer.Shipping | null }),
    metadata: withMetadata(customer.metadata, metadata),
    invoice_settings: {
      ...customer.invoice_settings,
      ...(method !== undefined && { default_payment_method: method }),
    },
  } as Stripe.Customer;
}

function checkAttached(call: Call, id: string, customer: string): void {
  const param = 'invoice_settings[default_payment_method]';
  if (call.referenced('payment_method', id, param).customer === customer) return;
  const message = `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`;
  throw invalidRequest(message, { code: 'resource_missing', param });
}

function blank(call: Call): Stripe.Customer {
  const id = newId('cus', 14);
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: call.now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}
