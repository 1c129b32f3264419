import type Stripe from 'stripe';
import type { Exchange } from '../domain/exchange.ts';

/** How a line of Stripe's balance came about, where it is not in the currency that was charged or given back. */
export function exchangeOf(
  { amount, currency, exchange_rate: rate }: Stripe.BalanceTransaction,
  original: string,
): Exchange | null {
  return currency === original ? null : { currency: currency.toUpperCase(), gross: Math.abs(amount), rate };
}
