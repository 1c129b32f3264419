import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { attach } from './card-method.ts';
import { cardRefusal } from './card-refusal.ts';
import { acceptedCharge, refusedCharge } from './charge-card.ts';
import { invalidState } from './invalid-state.ts';
import { openDispute } from './open-dispute.ts';
import { invalidRequest, type StripeError } from './stripe-error.ts';
import { type TestCard, testCardWith } from './test-cards.ts';

const AUTHENTICATION_FAILED = 'payment_intent_authentication_failure';

export interface Confirmation {
  error_on_requires_action?: boolean;
  off_session?: boolean;
  return_url?: string;
}

/** The outcome of an attempt to pay: where it was refused, the intent says so too. */
interface Attempt {
  intent: Stripe.PaymentIntent;
  refusal?: StripeError;
}

/** Before anything is written, so that a request refused here leaves no trace. */
export function checkConfirmable(intent: Stripe.PaymentIntent, { off_session, return_url }: Confirmation): void {
  if (!intent.payment_method) {
    throw invalidRequest("You cannot confirm this PaymentIntent because it's missing a payment method.", {
      code: 'payment_intent_unexpected_state',
    });
  }
  if (intent.automatic_payment_methods?.allow_redirects === 'always' && !return_url && !off_session) {
    throw invalidRequest(
      'This PaymentIntent may use payment methods that redirect, so you must provide a `return_url`. ' +
        'To accept none of these, set `automatic_payment_methods[allow_redirects]` to `never` or name the `payment_method_types`.',
      { param: 'return_url' },
    );
  }
}

export function confirmIntent(call: Call, intent: Stripe.PaymentIntent, options: Confirmation): Stripe.PaymentIntent {
  const card = cardOf(call, intent);
  if (card?.authentication && !options.off_session && !options.error_on_requires_action) {
    return requireAction(call, intent, options.return_url);
  }
  const attempt = card?.authentication
    ? refuse(call, intent, 'authentication_required', 'authentication_required')
    : pay(call, intent);
  if (attempt.refusal) throw attempt.refusal;
  return attempt.intent;
}

/** What is decided outside the API: by the customer on the bank's page, or by the bank after a payment was in process. */
export function concludeIntent(call: Call, intent: Stripe.PaymentIntent, passed: boolean): Stripe.PaymentIntent {
  if (intent.status !== 'requires_action' && intent.status !== 'processing') throw invalidState(intent, 'concluded');
  if (!passed && intent.status === 'requires_action') return refuse(call, intent, AUTHENTICATION_FAILED).intent;
  if (!passed) return refuse(call, intent, 'card_declined', 'generic_decline').intent;
  return intent.status === 'requires_action' ? pay(call, intent).intent : succeed(call, intent, cardOf(call, intent));
}

function requireAction(call: Call, intent: Stripe.PaymentIntent, return_url = ''): Stripe.PaymentIntent {
  const waiting = call.put<Stripe.PaymentIntent>({
    ...intent,
    status: 'requires_action',
    last_payment_error: null,
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { url: `${call.baseUrl}/authenticate/${intent.id}`, return_url: return_url || null },
    },
  });
  call.emit('payment_intent.requires_action', waiting);
  return waiting;
}

function pay(call: Call, intent: Stripe.PaymentIntent): Attempt {
  const card = cardOf(call, intent);
  if (card?.declines) return refuse(call, intent, card.declines, card.reason);
  const declined = call.strike('declined');
  if (declined) return refuse(call, intent, 'card_declined', declined.decline_code ?? 'generic_decline');
  return { intent: call.strike('processing') ? keepProcessing(call, intent) : succeed(call, intent, card) };
}

function keepProcessing(call: Call, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const processing = call.put<Stripe.PaymentIntent>({
    ...intent,
    status: 'processing',
    last_payment_error: null,
    next_action: null,
  });
  call.emit('payment_intent.processing', processing);
  return processing;
}

function succeed(call: Call, intent: Stripe.PaymentIntent, card: TestCard | undefined): Stripe.PaymentIntent {
  const method = methodOf(call, intent);
  const charge = acceptedCharge(call, intent, method, card);
  const succeeded = call.put<Stripe.PaymentIntent>({
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
  });
  call.emit('payment_intent.succeeded', succeeded);
  if (intent.setup_future_usage && typeof intent.customer === 'string') attach(call, method, intent.customer);
  if (card?.dispute) openDispute(call, charge, { reason: card.dispute, inquiry: card.inquiry });
  return succeeded;
}

function refuse(call: Call, intent: Stripe.PaymentIntent, code: string, reason?: string): Attempt {
  const method = methodOf(call, intent);
  // An authentication that failed never reached the bank: there is no charge.
  const charge = code === AUTHENTICATION_FAILED ? undefined : refusedCharge(call, intent, method, code, reason);
  const error = cardRefusal(code, reason, { payment_method: method, ...(charge && { charge: charge.id }) });
  const failed = call.put<Stripe.PaymentIntent>({
    ...intent,
    status: 'requires_payment_method',
    last_payment_error: error.body as Stripe.PaymentIntent.LastPaymentError,
    latest_charge: charge?.id ?? intent.latest_charge,
    next_action: null,
    payment_method: null,
  });
  call.emit('payment_intent.payment_failed', failed);
  return { intent: failed, refusal: cardRefusal(code, reason, { ...error.body, payment_intent: failed }) };
}

function methodOf(call: Call, intent: Stripe.PaymentIntent): Stripe.PaymentMethod {
  return call.referenced('payment_method', intent.payment_method as string, 'payment_method');
}

function cardOf(call: Call, intent: Stripe.PaymentIntent): TestCard | undefined {
  return testCardWith(methodOf(call, intent).card?.fingerprint);
}
