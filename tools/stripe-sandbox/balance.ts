import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { invalidRequest } from './stripe-error.ts';

/** What of an account's balance in one currency is available at a time, in the smallest unit. */
export function availableBalance(call: Call, currency: string, at: number = call.now): number {
  return sumOf(call, transaction => transaction.currency === currency && transaction.available_on <= at);
}

/** Refuses what would take more than is available. */
export function checkFunds(call: Call, amount: number, currency: string, at?: number): void {
  if (amount <= availableBalance(call, currency, at)) return;
  throw invalidRequest(
    'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by ' +
      'creating Charges using the 4000000000000077 test card.',
    { code: 'balance_insufficient' },
  );
}

export function sumOf(call: Call, counts: (transaction: Stripe.BalanceTransaction) => boolean): number {
  return call.store
    .all('balance_transaction')
    .filter(counts)
    .reduce((sum, transaction) => sum + transaction.net, 0);
}

/** The currencies an account has ever held. */
export function heldCurrencies(call: Call): Set<string> {
  return new Set(call.store.all('balance_transaction').map(({ currency }) => currency));
}
