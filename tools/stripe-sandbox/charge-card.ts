import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { refusalMessage } from './card-refusal.ts';
import { newId } from './new-id.ts';
import { postTransaction, processingFee } from './post-transaction.ts';
import type { TestCard } from './test-cards.ts';

export function acceptedCharge(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  card: TestCard | undefined,
): Stripe.Charge {
  const attempt = newCharge(call, intent, method);
  const transaction = postTransaction(call, {
    type: 'charge',
    reporting_category: 'charge',
    source: attempt.id,
    amount: intent.amount,
    currency: intent.currency,
    description: intent.description,
    fee: processingFee(intent.amount),
    instant: card?.instant ?? false,
  });
  const charge = call.put<Stripe.Charge>({
    ...attempt,
    amount_captured: intent.amount,
    balance_transaction: transaction.id,
    captured: true,
    outcome: outcome('authorized', 'approved_by_network', 'Payment complete.'),
    paid: true,
    receipt_url: `${call.baseUrl}/receipts/${attempt.id}`,
    status: 'succeeded',
  });
  call.emit('charge.succeeded', charge);
  return charge;
}

export function refusedCharge(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  code: string,
  reason = code,
): Stripe.Charge {
  const blocked = reason === 'fraudulent';
  const charge = call.put<Stripe.Charge>({
    ...newCharge(call, intent, method),
    failure_code: code,
    failure_message: refusalMessage(code, reason),
    outcome: blocked
      ? outcome('blocked', 'not_sent_to_network', 'Stripe blocked this payment as too risky.', 'highest_risk_level')
      : outcome('issuer_declined', 'declined_by_network', 'The bank returned the decline code.', reason),
  });
  call.emit('charge.failed', charge);
  return charge;
}

function newCharge(call: Call, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): Stripe.Charge {
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor_suffix ?? intent.statement_descriptor ?? 'SANDBOX',
    captured: false,
    created: call.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: cardDetails(intent, method.card as Stripe.PaymentMethod.Card),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping as Stripe.Charge.Shipping | null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

function cardDetails(
  intent: Stripe.PaymentIntent,
  {
    brand,
    checks,
    country,
    exp_month,
    exp_year,
    fingerprint,
    funding,
    last4,
    regulated_status,
  }: Stripe.PaymentMethod.Card,
): Stripe.Charge.PaymentMethodDetails {
  return {
    type: 'card',
    card: {
      amount_authorized: intent.amount,
      authorization_code: '123456',
      brand,
      checks,
      country,
      electronic_commerce_indicator: null,
      exp_month,
      exp_year,
      extended_authorization: { status: 'disabled' },
      fingerprint: fingerprint ?? null,
      funding,
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      last4,
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: brand,
      network_token: { used: false },
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
      regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

function outcome(type: string, network_status: string, seller_message: string, reason?: string): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status,
    reason: reason ?? null,
    risk_level: type === 'blocked' ? 'highest' : 'normal',
    risk_score: type === 'blocked' ? 79 : 20,
    seller_message,
    type,
  };
}
