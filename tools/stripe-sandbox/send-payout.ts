import type Stripe from 'stripe';
import { BANK_SECONDS } from './bank-time.ts';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';
import { nextMidnight, postTransaction } from './post-transaction.ts';
import { payoutFailureOf } from './test-banks.ts';

export interface PayoutTerms {
  amount: number;
  currency: string;
  bank: Stripe.ExternalAccount;
  automatic: boolean;
  description: string | null;
  metadata: Record<string, string>;
  method: 'instant' | 'standard';
  statement_descriptor: string | null;
}

/** Takes money from the balance at once; it is on its way a little later and at the bank after two nights. */
export function sendPayout(call: Call, { bank, ...terms }: PayoutTerms): Stripe.Payout {
  const id = newId('po');
  const arrival_date = terms.method === 'instant' ? call.now + 2 * BANK_SECONDS : nextMidnight(nextMidnight(call.now));
  const withdrawal = postTransaction(call, {
    type: 'payout',
    reporting_category: 'payout',
    source: id,
    amount: -terms.amount,
    currency: terms.currency,
    description: terms.description ?? 'STRIPE PAYOUT',
  });
  const payout = call.put<Stripe.Payout>({
    id,
    object: 'payout',
    ...terms,
    application_fee: null,
    application_fee_amount: null,
    arrival_date,
    balance_transaction: withdrawal.id,
    created: call.now,
    destination: bank.id,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    original_payout: null,
    payout_method: null,
    reconciliation_status: terms.automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  });
  call.emit('payout.created', payout);
  call.later(call.now + BANK_SECONDS, 'payout_leaves', id);
  const failure = call.strike('declined')?.decline_code ?? payoutFailureOf(bank.fingerprint ?? null);
  if (failure) call.later(arrival_date, 'payout_fails', id, failure);
  else call.later(arrival_date, 'payout_arrives', id);
  return payout;
}
