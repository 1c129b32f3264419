import type Stripe from 'stripe';
import type { Call } from '../call.ts';
import { attach, usableMethod } from '../card-method.ts';
import { cardRefusal } from '../card-refusal.ts';
import { listRoute } from '../list-page.ts';
import { livingCustomer } from '../living-customer.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { newId } from '../new-id.ts';
import { boolean, hash, list, oneOf, type Parsed, string, text, url } from '../parameters.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest, type StripeError } from '../stripe-error.ts';
import { testCardWith } from '../test-cards.ts';

const details = { customer: string, description: text, metadata, payment_method: string };

const terms = {
  allowed_payment_method_types: list(oneOf('card')),
  automatic_payment_methods: hash({ enabled: boolean, allow_redirects: oneOf('always', 'never') }),
  payment_method_types: list(string),
  usage: oneOf('off_session', 'on_session'),
};

const confirmation = { return_url: url, ...ignored('mandate_data', 'payment_method_options', 'use_stripe_sdk') };

export const setupIntentRoutes: Routes = {
  'POST /v1/setup_intents': route({ ...details, ...terms, ...confirmation, confirm: boolean }, (call, params) => {
    const intent = withDetails(call, blank(call, params), params);
    if (params.confirm) checkConfirmable(intent, params.return_url);
    call.put(intent);
    call.emit('setup_intent.created', intent);
    return params.confirm ? confirmSetup(call, intent, params.return_url) : intent;
  }),

  'GET /v1/setup_intents': listRoute(
    'setup_intent',
    '/v1/setup_intents',
    { customer: string, payment_method: string },
    (intent, { customer, payment_method }) =>
      (customer === undefined || intent.customer === customer) &&
      (payment_method === undefined || intent.payment_method === payment_method),
  ),

  'GET /v1/setup_intents/:id': route({ client_secret: string }, (call, _, id) => call.named('setup_intent', id)),

  'POST /v1/setup_intents/:id': route(details, (call, params, id) => {
    const intent = open(call.named('setup_intent', id), 'updated');
    return call.put(withDetails(call, intent, params));
  }),

  'POST /v1/setup_intents/:id/confirm': route({ ...confirmation, payment_method: string }, (call, params, id) => {
    const intent = withDetails(call, open(call.named('setup_intent', id), 'confirmed'), params);
    checkConfirmable(intent, params.return_url);
    return confirmSetup(call, intent, params.return_url);
  }),

  'POST /v1/setup_intents/:id/cancel': route(
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer') },
    (call, { cancellation_reason = null }, id) => {
      const intent = open(call.named('setup_intent', id), 'canceled');
      const canceled = call.put<Stripe.SetupIntent>({
        ...intent,
        status: 'canceled',
        cancellation_reason,
        next_action: null,
      });
      call.emit('setup_intent.canceled', canceled);
      return canceled;
    },
  ),
};

/** What the customer decides on the bank's page. */
export function concludeSetup(call: Call, intent: Stripe.SetupIntent, passed: boolean): Stripe.SetupIntent {
  if (intent.status !== 'requires_action') throw unexpectedState(intent, 'concluded');
  return passed ? succeed(call, intent) : refuse(call, intent, 'setup_intent_authentication_failure').intent;
}

function confirmSetup(call: Call, intent: Stripe.SetupIntent, returnUrl = ''): Stripe.SetupIntent {
  const card = testCardWith(methodOf(call, intent).card?.fingerprint);
  const declined = call.strike('declined');
  const code = card?.declines && !card.attachable ? card.declines : declined && 'card_declined';
  if (code) throw refuse(call, intent, code, card?.reason ?? declined?.decline_code).refusal;
  return card?.authentication ? requireAction(call, intent, returnUrl) : succeed(call, intent);
}

function requireAction(call: Call, intent: Stripe.SetupIntent, returnUrl: string): Stripe.SetupIntent {
  const waiting = call.put<Stripe.SetupIntent>({
    ...intent,
    status: 'requires_action',
    last_setup_error: null,
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { url: `${call.baseUrl}/authenticate/${intent.id}`, return_url: returnUrl || null },
    },
  });
  call.emit('setup_intent.requires_action', waiting);
  return waiting;
}

function succeed(call: Call, intent: Stripe.SetupIntent): Stripe.SetupIntent {
  if (typeof intent.customer === 'string') attach(call, methodOf(call, intent), intent.customer);
  const succeeded = call.put<Stripe.SetupIntent>({
    ...intent,
    status: 'succeeded',
    last_setup_error: null,
    next_action: null,
  });
  call.emit('setup_intent.succeeded', succeeded);
  return succeeded;
}

function refuse(
  call: Call,
  intent: Stripe.SetupIntent,
  code: string,
  reason?: string,
): { intent: Stripe.SetupIntent; refusal: StripeError } {
  const { body } = cardRefusal(code, reason, { payment_method: methodOf(call, intent) });
  const failed = call.put<Stripe.SetupIntent>({
    ...intent,
    status: 'requires_payment_method',
    last_setup_error: body as Stripe.SetupIntent.LastSetupError,
    next_action: null,
    payment_method: null,
  });
  call.emit('setup_intent.setup_failed', failed);
  return { intent: failed, refusal: cardRefusal(code, reason, { ...body, setup_intent: failed }) };
}

/** Not stored yet: a request that is refused leaves no intent. */
function blank(call: Call, params: Parsed<typeof terms>): Stripe.SetupIntent {
  const id = newId('seti');
  const automatic = params.automatic_payment_methods ?? { enabled: params.payment_method_types === undefined };
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods: automatic.enabled ? { allow_redirects: 'always', ...automatic, enabled: true } : null,
    cancellation_reason: null,
    client_secret: `${id}_${newId('secret', 25)}`,
    created: call.now,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: params.payment_method_types ?? ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: params.usage ?? 'off_session',
  } as Stripe.SetupIntent;
}

function withDetails(call: Call, intent: Stripe.SetupIntent, params: Parsed<typeof details>): Stripe.SetupIntent {
  if (params.customer) livingCustomer(call, params.customer, 'customer');
  const changed: Stripe.SetupIntent = {
    ...intent,
    customer: params.customer ?? intent.customer,
    description: params.description === undefined ? intent.description : params.description,
    metadata: withMetadata(intent.metadata ?? {}, params.metadata),
  };
  if (!params.payment_method) return changed;
  const method = usableMethod(call, params.payment_method, 'payment_method');
  if (method.customer && method.customer !== changed.customer) {
    const message = `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include it in the \`customer\` parameter.`;
    throw invalidRequest(message, { param: 'payment_method' });
  }
  return { ...changed, payment_method: method.id, status: 'requires_confirmation', next_action: null };
}

function checkConfirmable(intent: Stripe.SetupIntent, returnUrl: string | undefined): void {
  if (!intent.payment_method) {
    throw invalidRequest("You cannot confirm this SetupIntent because it's missing a payment method.", {
      code: 'setup_intent_unexpected_state',
    });
  }
  if (intent.automatic_payment_methods?.allow_redirects === 'always' && !returnUrl) {
    throw invalidRequest(
      'This SetupIntent may use payment methods that redirect, so you must provide a `return_url`.',
      {
        param: 'return_url',
      },
    );
  }
}

function open(intent: Stripe.SetupIntent, attempted: string): Stripe.SetupIntent {
  if (!intent.status.startsWith('requires_')) throw unexpectedState(intent, attempted);
  return intent;
}

function unexpectedState(intent: Stripe.SetupIntent, attempted: string): StripeError {
  const message = `This SetupIntent cannot be ${attempted} because it has a status of ${intent.status}.`;
  return invalidRequest(message, { code: 'setup_intent_unexpected_state', setup_intent: intent });
}

function methodOf(call: Call, intent: Stripe.SetupIntent): Stripe.PaymentMethod {
  return call.referenced('payment_method', intent.payment_method as string, 'payment_method');
}
