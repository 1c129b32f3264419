import type Stripe from 'stripe';
import type { Call } from './call.ts';

/** A refund nothing has happened to yet. */
export function blankRefund(
  call: Call,
  id: string,
  { amount, currency }: { amount: number; currency: string },
): Stripe.Refund {
  return {
    id,
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: null,
    created: call.now,
    currency,
    customer: null,
    customer_account: null,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  };
}
