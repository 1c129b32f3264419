import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';
import { postTransaction } from './post-transaction.ts';
import { previousAttributes } from './previous-attributes.ts';

export const DISPUTE_FEE = 1500;
const DAY = 24 * 60 * 60;
const TO_ANSWER = 9 * DAY;
const INQUIRY_LASTS = 120 * DAY;

export interface Opening {
  reason: string;
  inquiry?: boolean;
  /** What is not refunded, unless the bank disputes something else. */
  amount?: number;
}

/** The cardholder's bank takes the money back at once; where it only inquires, the money stays. */
export function openDispute(
  call: Call,
  charge: Stripe.Charge,
  { reason, inquiry = false, amount = charge.amount - charge.amount_refunded }: Opening,
): Stripe.Dispute {
  const blank = { ...blankDispute(call, charge, reason), amount };
  const dispute = call.put(inquiry ? blank : chargeBack(call, blank));
  call.put({ ...charge, disputed: true });
  call.emit('charge.dispute.created', dispute);
  if (inquiry) call.later(call.now + INQUIRY_LASTS, 'inquiry_ends', dispute.id);
  else call.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** An inquiry that the bank was not satisfied with. */
export function escalateInquiry(call: Call, inquiry: Stripe.Dispute): Stripe.Dispute {
  const dispute = call.put(chargeBack(call, { ...inquiry, evidence: noEvidence }));
  call.emit('charge.dispute.updated', dispute, previousAttributes(inquiry, dispute));
  call.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

function chargeBack(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  const withdrawal = postTransaction(call, {
    type: 'adjustment',
    reporting_category: 'dispute',
    source: dispute.id,
    amount: -dispute.amount,
    currency: dispute.currency,
    description: `Chargeback withdrawal for ${dispute.charge}`,
    fee: DISPUTE_FEE,
  });
  const due_by = call.now + TO_ANSWER;
  call.later(due_by, 'dispute_lapses', dispute.id);
  return {
    ...dispute,
    balance_transactions: [withdrawal],
    evidence_details: { ...dispute.evidence_details, due_by, has_evidence: false },
    is_charge_refundable: false,
    payment_method_details: cardDetails('chargeback'),
    status: 'needs_response',
  };
}

function blankDispute(call: Call, charge: Stripe.Charge, reason: string): Omit<Stripe.Dispute, 'amount'> {
  return {
    id: newId('dp'),
    object: 'dispute',
    balance_transactions: [],
    charge: charge.id,
    created: call.now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: call.now + TO_ANSWER,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: true,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: cardDetails('inquiry'),
    reason,
    status: 'warning_needs_response',
  };
}

function cardDetails(case_type: 'chargeback' | 'inquiry'): Stripe.Dispute.PaymentMethodDetails {
  return { type: 'card', card: { brand: 'visa', case_type, network: 'visa', network_reason_code: '10.4' } };
}

export const noEvidence = {
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
