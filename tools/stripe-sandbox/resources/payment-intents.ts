import type Stripe from 'stripe';
import { checkConfirmable, confirmIntent } from '../confirm-intent.ts';
import { details, draftIntent, setup_future_usage, terms, withDetails } from '../draft-intent.ts';
import { invalidState } from '../invalid-state.ts';
import { listRoute } from '../list-page.ts';
import { anything, boolean, clearable, integer, oneOf, type Parameter, string, text, url } from '../parameters.ts';
import { ownAccount } from '../platform-account.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest } from '../stripe-error.ts';

/** Also says how: `recurring` or `one_off`. */
const off_session: Parameter<boolean> = (raw, name) => raw === 'recurring' || raw === 'one_off' || boolean(raw, name);

const confirmation = {
  error_on_requires_action: boolean,
  off_session,
  return_url: url,
  ...ignored('mandate_data', 'payment_method_options', 'radar_options', 'use_stripe_sdk'),
};

export const paymentIntentRoutes: Routes = {
  'POST /v1/payment_intents': route({ ...terms, ...confirmation, confirm: boolean }, (call, params) => {
    checkMayCharge(ownAccount(call));
    const intent = draftIntent(call, params);
    if (params.confirm) checkConfirmable(intent, params);
    call.put(intent);
    call.emit('payment_intent.created', intent);
    return params.confirm ? confirmIntent(call, intent, params) : intent;
  }),

  'GET /v1/payment_intents': listRoute(
    'payment_intent',
    '/v1/payment_intents',
    { customer: string },
    (intent, { customer }) => customer === undefined || intent.customer === customer,
  ),

  'GET /v1/payment_intents/:id': route({ client_secret: string }, (call, _, id) => call.named('payment_intent', id)),

  'POST /v1/payment_intents/:id': route(
    { ...details, amount: integer, currency: string, ...ignored('payment_method_options') },
    (call, params, id) => {
      const intent = call.named('payment_intent', id);
      if (intent.status === 'succeeded' || intent.status === 'canceled') {
        const { description, metadata, receipt_email, ...rest } = params;
        if (Object.keys(rest).length > 0) throw invalidState(intent, 'updated');
      }
      return call.put(withDetails(call, intent, params));
    },
  ),

  'POST /v1/payment_intents/:id/confirm': route(
    {
      ...confirmation,
      payment_method: string,
      receipt_email: text,
      setup_future_usage,
      shipping: clearable(anything),
    },
    (call, params, id) => {
      const intent = call.named('payment_intent', id);
      if (!/^requires_(payment_method|confirmation|action)$/.test(intent.status))
        throw invalidState(intent, 'confirmed');
      const updated = withDetails(call, intent, params);
      checkConfirmable(updated, params);
      return confirmIntent(call, updated, params);
    },
  ),

  'POST /v1/payment_intents/:id/cancel': route(
    { cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned') },
    (call, { cancellation_reason = null }, id) => {
      const intent = call.named('payment_intent', id);
      if (!intent.status.startsWith('requires_')) throw invalidState(intent, 'canceled');
      const canceled = call.put<Stripe.PaymentIntent>({
        ...intent,
        status: 'canceled',
        canceled_at: call.now,
        cancellation_reason,
        next_action: null,
      });
      call.emit('payment_intent.canceled', canceled);
      return canceled;
    },
  ),
};

function checkMayCharge({ id, charges_enabled }: Stripe.Account): void {
  if (charges_enabled) return;
  throw invalidRequest(`The account ${id} cannot make charges: it needs the capability card_payments.`);
}
