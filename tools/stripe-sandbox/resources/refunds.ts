import type Stripe from 'stripe';
import type { Call } from '../call.ts';
import { listRoute } from '../list-page.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { newId } from '../new-id.ts';
import { integerWithin, oneOf, string } from '../parameters.ts';
import { postTransaction } from '../post-transaction.ts';
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
      return refundCharge(call, charge, { amount, reason, metadata: withMetadata({}, params.metadata) });
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
    call.emit('refund.updated', updated);
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
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  return charge;
}

function refundCharge(
  call: Call,
  charge: Stripe.Charge,
  {
    amount,
    reason,
    metadata,
  }: { amount: number; reason: Stripe.Refund.Reason | null; metadata: Record<string, string> },
): Stripe.Refund {
  const id = newId('re');
  const transaction = postTransaction(call, {
    type: 'refund',
    reporting_category: 'refund',
    source: id,
    amount: -amount,
    currency: charge.currency,
    description: `REFUND FOR CHARGE${charge.description ? ` (${charge.description})` : ''}`,
  });
  const refund = call.put<Stripe.Refund>({
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: call.now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  });
  const amount_refunded = charge.amount_refunded + amount;
  const refunded = call.put({ ...charge, amount_refunded, refunded: amount_refunded === charge.amount });
  call.emit('refund.created', refund);
  call.emit('charge.refunded', refunded, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
  return refund;
}
