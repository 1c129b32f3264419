import type Stripe from 'stripe';
import type { Call } from '../call.ts';
import { checkGranularity } from '../currencies.ts';
import { issueRefund } from '../issue-refund.ts';
import { listRoute } from '../list-page.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { integerWithin, oneOf, string } from '../parameters.ts';
import { previousAttributes } from '../previous-attributes.ts';
import { type Routes, route } from '../route.ts';
import { invalidRequest, ParameterError } from '../stripe-error.ts';

export const refundRoutes: Routes = {
  'POST /v1/refunds': route(
    {
      amount: integerWithin(1, 99_999_999),
      charge: string,
      payment_intent: string,
      metadata,
      reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
    },
    (call, params) => {
      const charge = refundableCharge(call, params);
      const left = charge.amount - charge.amount_refunded;
      const { amount = left, reason = null } = params;
      if (amount > left) {
        const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
        throw invalidRequest(message, { param: 'amount' });
      }
      checkGranularity(amount, charge.currency);
      return issueRefund(call, charge, { amount, reason, metadata: withMetadata({}, params.metadata) });
    },
  ),

  'GET /v1/refunds': listRoute(
    'refund',
    '/v1/refunds',
    { charge: string, payment_intent: string },
    (refund, { charge, payment_intent }) =>
      (charge === undefined || refund.charge === charge) &&
      (payment_intent === undefined || refund.payment_intent === payment_intent),
  ),

  'GET /v1/refunds/:id': route({}, (call, _, id) => call.named('refund', id)),

  'POST /v1/refunds/:id': route({ metadata }, (call, { metadata }, id) => {
    const refund = call.named('refund', id);
    const updated = call.put({ ...refund, metadata: withMetadata(refund.metadata ?? {}, metadata) });
    call.emit('refund.updated', updated, previousAttributes(refund, updated));
    return updated;
  }),
};

function refundableCharge(
  call: Call,
  { charge: id, payment_intent }: { charge?: string; payment_intent?: string },
): Stripe.Charge {
  if (!id && !payment_intent) {
    throw new ParameterError('charge', 'One of the following params should be provided: payment_intent or charge.');
  }
  const intent = payment_intent ? call.referenced('payment_intent', payment_intent, 'payment_intent') : undefined;
  if (intent && intent.status !== 'succeeded') {
    throw invalidRequest('This PaymentIntent does not have a successful charge to refund.', {
      code: 'payment_intent_unexpected_state',
    });
  }
  const charge = call.referenced('charge', id ?? (intent?.latest_charge as string), 'charge');
  if (charge.status !== 'succeeded') throw invalidRequest(`Charge ${charge.id} was not successful.`);
  if (isChargedBack(call, charge)) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  return charge;
}

/** An inquiry leaves the money here, so it can still be given back. */
function isChargedBack(call: Call, { id }: Stripe.Charge): boolean {
  return call.store.all('dispute').some(dispute => dispute.charge === id && !dispute.is_charge_refundable);
}
