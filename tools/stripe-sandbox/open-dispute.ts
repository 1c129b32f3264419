import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';
import { postTransaction } from './post-transaction.ts';

const DISPUTE_FEE = 1500;
const DAYS_TO_ANSWER = 9;

/** The cardholder's bank takes the money back at once; the merchant may answer until the evidence is due. */
export function openDispute(call: Call, charge: Stripe.Charge, reason: string): Stripe.Dispute {
  const id = newId('dp');
  const withdrawal = postTransaction(call, {
    type: 'adjustment',
    reporting_category: 'dispute',
    source: id,
    amount: -charge.amount,
    currency: charge.currency,
    description: `Chargeback withdrawal for ${charge.id}`,
    fee: DISPUTE_FEE,
  });
  const dispute = call.put<Stripe.Dispute>({
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [withdrawal],
    charge: charge.id,
    created: call.now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: call.now + DAYS_TO_ANSWER * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
    },
    reason,
    status: 'needs_response',
  });
  call.put({ ...charge, disputed: true });
  call.emit('charge.dispute.created', dispute);
  call.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

const noEvidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
