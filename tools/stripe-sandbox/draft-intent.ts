import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { usableMethod } from './card-method.ts';
import { checkGranularity, supportedCurrency } from './currencies.ts';
import { livingCustomer } from './living-customer.ts';
import { metadata, withMetadata } from './metadata.ts';
import { newId } from './new-id.ts';
import {
  anything,
  boolean,
  clearable,
  hash,
  integer,
  list,
  oneOf,
  type Parsed,
  required,
  string,
  text,
} from './parameters.ts';
import { invalidRequest, ParameterError } from './stripe-error.ts';

export const setup_future_usage = clearable(oneOf('off_session', 'on_session'));

/** What a payment intent is told when it is created or changed. */
export const details = {
  customer: string,
  description: text,
  metadata,
  payment_method: string,
  receipt_email: text,
  setup_future_usage,
  shipping: clearable(anything),
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  transfer_group: text,
};

export const terms = {
  ...details,
  amount: required(integer),
  currency: required(string),
  automatic_payment_methods: hash({ enabled: boolean, allow_redirects: oneOf('always', 'never') }),
  payment_method_types: list(string),
  capture_method: oneOf('automatic', 'automatic_async'),
  confirmation_method: oneOf('automatic'),
};

/** Not stored yet: a request that is refused leaves no intent. */
export function draftIntent(call: Call, params: Parsed<typeof terms>): Stripe.PaymentIntent {
  const id = newId('pi');
  const automatic = params.automatic_payment_methods ?? { enabled: params.payment_method_types === undefined };
  const blank: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: 0,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automatic.enabled ? { allow_redirects: 'always', ...automatic, enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? 'automatic_async',
    client_secret: `${id}_${newId('secret', 25)}`,
    confirmation_method: 'automatic',
    created: call.now,
    currency: '',
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: params.payment_method_types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
  return withDetails(call, blank, params);
}

type Details = Parsed<typeof details> & { amount?: number; currency?: string };

const replaceable = [
  'description',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_group',
] as const;

export function withDetails(call: Call, intent: Stripe.PaymentIntent, params: Details): Stripe.PaymentIntent {
  const { amount = intent.amount, currency = intent.currency, customer = intent.customer } = params;
  const code = supportedCurrency(currency);
  checkAmount(amount, code);
  if (params.customer) livingCustomer(call, params.customer, 'customer');
  const replaced = replaceable.filter(field => params[field] !== undefined).map(field => [field, params[field]]);
  const changed: Stripe.PaymentIntent = {
    ...intent,
    ...Object.fromEntries(replaced),
    amount,
    currency: code,
    customer,
    metadata: withMetadata(intent.metadata, params.metadata),
  };
  return params.payment_method ? withMethod(call, changed, params.payment_method) : changed;
}

function withMethod(call: Call, intent: Stripe.PaymentIntent, id: string): Stripe.PaymentIntent {
  const method = usableMethod(call, id, 'payment_method');
  if (method.customer && method.customer !== intent.customer) {
    const message = `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include it in the \`customer\` parameter.`;
    throw invalidRequest(message, { param: 'payment_method' });
  }
  return { ...intent, payment_method: method.id, status: 'requires_confirmation', next_action: null };
}

function checkAmount(amount: number, currency: string): void {
  if (amount < 1) throw new ParameterError('amount', 'Amount must be at least 1.', 'amount_too_small');
  if (amount > 99_999_999) {
    throw new ParameterError('amount', 'Amount must be no more than 99999999.', 'amount_too_large');
  }
  checkGranularity(amount, currency);
}
