import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';

const DAY = 24 * 60 * 60;
const PENDING_SECONDS = 2 * DAY;

export type Posting = Pick<
  Stripe.BalanceTransaction,
  'amount' | 'currency' | 'description' | 'reporting_category' | 'source' | 'type'
> & {
  fee?: number;
  /** Seconds; without it, whatever its type implies. */
  available_on?: number;
};

/** What moves with a charge. Transfers and payouts take from a balance that is there already. */
const EXCHANGED: ReadonlySet<string> = new Set(['adjustment', 'charge', 'refund', 'refund_failure']);

/** A line of an account's balance: fees are taken from it, and a payment's money becomes available two days later. */
export function postTransaction(call: Call, original: Posting): Stripe.BalanceTransaction {
  const { fee = 0, ...posting } = exchanged(call, original);
  const available_on = posting.type === 'charge' ? call.now + PENDING_SECONDS : call.now;
  const transaction = call.put<Stripe.BalanceTransaction>({
    id: newId('txn'),
    object: 'balance_transaction',
    available_on,
    balance_type: 'payments',
    created: call.now,
    fee,
    fee_details: fee ? [feeDetail(fee, posting)] : [],
    net: posting.amount - fee,
    status: 'pending',
    ...posting,
  });
  if (call.account !== undefined) call.later(nextMidnight(transaction.available_on), 'daily_payout', call.account);
  return transaction;
}

function exchanged(call: Call, { fee = 0, ...posting }: Posting): Posting & { exchange_rate: number | null } {
  const into = EXCHANGED.has(posting.type) ? call.store.get('exchange', posting.currency) : undefined;
  if (!into || into.currency === posting.currency) return { ...posting, fee, exchange_rate: null };
  const { currency, rate } = into;
  const amount = Math.round(posting.amount * rate);
  return { ...posting, amount, currency, fee: Math.round(fee * rate), exchange_rate: rate };
}

export function nextMidnight(seconds: number): number {
  return (Math.floor(seconds / DAY) + 1) * DAY;
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
