import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { DISPUTE_FEE, escalateInquiry } from './open-dispute.ts';
import { postTransaction } from './post-transaction.ts';

/** What Stripe's test evidence makes the bank decide; of anything else it takes no notice. */
export function judgeEvidence(call: Call, id: string): void {
  const dispute = call.named('dispute', id);
  if (!dispute.status.endsWith('under_review')) return;
  const inquiry = isInquiry(dispute);
  switch (dispute.evidence.uncategorized_text) {
    case 'winning_evidence':
      if (inquiry) closeDispute(call, dispute, 'warning_closed');
      else reinstate(call, dispute);
      break;
    case 'losing_evidence':
      closeDispute(call, dispute, inquiry ? 'warning_closed' : 'lost');
      break;
    case 'escalate_inquiry_evidence':
      if (inquiry) escalateInquiry(call, dispute);
      break;
  }
}

/** Nothing was answered in time. */
export function disputeLapses(call: Call, id: string): void {
  const dispute = call.named('dispute', id);
  if (dispute.status === 'needs_response') closeDispute(call, dispute, 'lost');
}

export function inquiryEnds(call: Call, id: string): void {
  const dispute = call.named('dispute', id);
  if (isInquiry(dispute) && dispute.status !== 'warning_closed') closeDispute(call, dispute, 'warning_closed');
}

export function closeDispute(call: Call, dispute: Stripe.Dispute, status: string): Stripe.Dispute {
  const closed = call.put<Stripe.Dispute>({ ...dispute, status, is_charge_refundable: status !== 'lost' });
  call.emit('charge.dispute.closed', closed);
  return closed;
}

export function isInquiry({ status }: Stripe.Dispute): boolean {
  return status.startsWith('warning_');
}

/** The money comes back, and the fee too. */
function reinstate(call: Call, dispute: Stripe.Dispute): void {
  const deposit = postTransaction(call, {
    type: 'adjustment',
    reporting_category: 'dispute_reversal',
    source: dispute.id,
    amount: dispute.amount,
    currency: dispute.currency,
    description: `Chargeback reversal for ${dispute.charge}`,
    fee: -DISPUTE_FEE,
  });
  const won = { ...dispute, balance_transactions: [...dispute.balance_transactions, deposit] };
  call.emit('charge.dispute.funds_reinstated', closeDispute(call, won, 'won'));
}
