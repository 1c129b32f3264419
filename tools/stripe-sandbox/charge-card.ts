import type Stripe from 'stripe';
import { blankCharge } from './blank-charge.ts';
import type { Call } from './call.ts';
import { refusalMessage } from './card-refusal.ts';
import { newId } from './new-id.ts';
import { postTransaction, processingFee } from './post-transaction.ts';
import { type TestCard, testCardWith } from './test-cards.ts';

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
    ...(card?.instant && { available_on: call.now }),
  });
  const charge = call.put<Stripe.Charge>({
    ...attempt,
    amount_captured: intent.amount,
    balance_transaction: transaction.id,
    captured: true,
    outcome: outcome('authorized', 'approved_by_network', 'Payment complete.', { risk: card?.risk ?? 'normal' }),
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
  const blocked = testCardWith(method.card?.fingerprint)?.risk === 'highest';
  const charge = call.put<Stripe.Charge>({
    ...newCharge(call, intent, method),
    failure_code: code,
    failure_message: refusalMessage(code, reason),
    outcome: blocked
      ? outcome('blocked', 'not_sent_to_network', 'Stripe blocked this payment as too risky.', {
          risk: 'highest',
          reason: 'highest_risk_level',
        })
      : outcome('issuer_declined', 'declined_by_network', 'The bank returned the decline code.', { reason }),
  });
  call.emit('charge.failed', charge);
  return charge;
}

function newCharge(call: Call, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): Stripe.Charge {
  const { statement_descriptor, statement_descriptor_suffix } = intent;
  return {
    ...blankCharge(call, newId('ch'), intent),
    billing_details: method.billing_details,
    calculated_statement_descriptor: statement_descriptor_suffix ?? statement_descriptor ?? 'SANDBOX',
    customer: intent.customer,
    description: intent.description,
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: cardDetails(intent, method.card as Stripe.PaymentMethod.Card),
    receipt_email: intent.receipt_email,
    shipping: intent.shipping as Stripe.Charge.Shipping | null,
    statement_descriptor,
    statement_descriptor_suffix,
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

const riskScores = { normal: 20, elevated: 65, highest: 79 };

function outcome(
  type: string,
  network_status: string,
  seller_message: string,
  { risk = 'normal', reason = null }: { risk?: keyof typeof riskScores; reason?: string | null },
): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status,
    reason: risk === 'elevated' ? 'elevated_risk_level' : reason,
    risk_level: risk,
    risk_score: riskScores[risk],
    seller_message,
    type,
  };
}
