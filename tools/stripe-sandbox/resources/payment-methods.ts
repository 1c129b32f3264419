import type Stripe from 'stripe';
import { attach, billing, cardMethod, detach, usableMethod, withBilling } from '../card-method.ts';
import { cardRefusal } from '../card-refusal.ts';
import { listPage, listRoute } from '../list-page.ts';
import { livingCustomer } from '../living-customer.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { hash, integer, oneOf, required, string } from '../parameters.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest, missingParameter } from '../stripe-error.ts';
import { testCardNumbered, testCardOf } from '../test-cards.ts';

const billing_details = hash(billing);
const allow_redisplay = oneOf('always', 'limited', 'unspecified');

export const paymentMethodRoutes: Routes = {
  'POST /v1/payment_methods': route(
    {
      type: required(oneOf('card')),
      card: hash({ number: string, exp_month: integer, exp_year: integer, cvc: string, token: string }),
      billing_details,
      allow_redisplay,
      metadata,
    },
    (call, { card, billing_details, allow_redisplay, metadata }) => {
      if (!card) throw missingParameter('card');
      const testCard = card.token ? testCardOf(card.token) : testCardNumbered(card.number ?? '');
      if (!testCard) throw cardRefusal('incorrect_number');
      const method = cardMethod(call, testCard);
      return call.put<Stripe.PaymentMethod>({
        ...method,
        ...(allow_redisplay && { allow_redisplay }),
        billing_details: withBilling(method.billing_details, billing_details),
        metadata: withMetadata({}, metadata),
        card: {
          ...(method.card as Stripe.PaymentMethod.Card),
          ...(card.exp_month && { exp_month: card.exp_month }),
          ...(card.exp_year && { exp_year: card.exp_year }),
        },
      });
    },
  ),

  'GET /v1/payment_methods': listRoute(
    'payment_method',
    '/v1/payment_methods',
    { customer: string, type: string },
    (method, { customer, type }) =>
      method.customer === (customer ?? null) && (type === undefined || method.type === type),
  ),

  'GET /v1/customers/:id/payment_methods': route(
    { type: string, limit: integer, starting_after: string, ending_before: string },
    (call, { type, ...paging }, id) =>
      listPage(
        call,
        'payment_method',
        `/v1/customers/${livingCustomer(call, id).id}/payment_methods`,
        paging,
        method => method.customer === id && (type === undefined || method.type === type),
      ),
  ),

  'GET /v1/payment_methods/:id': route({}, (call, _, id) => usableMethod(call, id)),

  'POST /v1/payment_methods/:id': route(
    { billing_details, allow_redisplay, metadata, ...ignored('card') },
    (call, params, id) => {
      const before = call.named('payment_method', id);
      const after = call.put<Stripe.PaymentMethod>({
        ...before,
        ...(params.allow_redisplay && { allow_redisplay: params.allow_redisplay }),
        billing_details: withBilling(before.billing_details, params.billing_details),
        metadata: withMetadata(before.metadata ?? {}, params.metadata),
      });
      call.emit('payment_method.updated', after);
      return after;
    },
  ),

  'POST /v1/payment_methods/:id/attach': route({ customer: required(string) }, (call, { customer }, id) => {
    livingCustomer(call, customer, 'customer');
    return attach(call, usableMethod(call, id), customer);
  }),

  'POST /v1/payment_methods/:id/detach': route({}, (call, _, id) => {
    const attached = call.named('payment_method', id);
    if (!attached.customer) {
      throw invalidRequest(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
      );
    }
    return detach(call, attached);
  }),
};
