import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';

const PENDING_SECONDS = 2 * 24 * 60 * 60;

export type Posting = Pick<
  Stripe.BalanceTransaction,
  'amount' | 'currency' | 'description' | 'reporting_category' | 'source' | 'type'
> & { fee?: number; instant?: boolean };

/** A line of the account's balance: fees are taken from it, and a payment's money becomes available two days later. */
export function postTransaction(
  call: Call,
  { fee = 0, instant = false, ...posting }: Posting,
): Stripe.BalanceTransaction {
  const waits = posting.type === 'charge' && !instant;
  return call.put<Stripe.BalanceTransaction>({
    id: newId('txn'),
    object: 'balance_transaction',
    available_on: waits ? call.now + PENDING_SECONDS : call.now,
    balance_type: 'payments',
    created: call.now,
    exchange_rate: null,
    fee,
    fee_details: fee ? [feeDetail(fee, posting)] : [],
    net: posting.amount - fee,
    status: 'pending',
    ...posting,
  });
}

/** 2.9 % and 30 of the currency's smallest unit. */
export function processingFee(amount: number): number {
  return Math.round((amount * 29) / 1000) + 30;
}

function feeDetail(
  amount: number,
  { type, currency }: Pick<Posting, 'type' | 'currency'>,
): Stripe.BalanceTransaction.FeeDetail {
  const description = type === 'charge' ? 'Stripe processing fees' : 'Dispute fee';
  return { amount, application: null, currency, description, type: 'stripe_fee' };
}
