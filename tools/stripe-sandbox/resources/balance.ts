import type Stripe from 'stripe';
import { heldCurrencies, sumOf } from '../balance.ts';
import { listRoute } from '../list-page.ts';
import { string } from '../parameters.ts';
import { ownAccount } from '../platform-account.ts';
import { type Routes, route } from '../route.ts';

const list = listRoute(
  'balance_transaction',
  '/v1/balance_transactions',
  { currency: string, source: string, type: string },
  (transaction, { currency, source, type }) =>
    (currency === undefined || transaction.currency === currency.toLowerCase()) &&
    (source === undefined || transaction.source === source) &&
    (type === undefined || transaction.type === type),
);

export const balanceRoutes: Routes = {
  'GET /v1/balance': route({}, call => {
    const currencies = [...new Set([ownAccount(call).default_currency ?? 'usd', ...heldCurrencies(call)])];
    const sums = (counts: (transaction: Stripe.BalanceTransaction) => boolean) =>
      currencies.map(currency => {
        const amount = sumOf(call, transaction => transaction.currency === currency && counts(transaction));
        return { amount, currency, source_types: { card: amount } };
      });
    return {
      object: 'balance',
      available: sums(transaction => transaction.available_on <= call.now),
      ...(call.account === undefined && { connect_reserved: currencies.map(currency => ({ amount: 0, currency })) }),
      livemode: false,
      pending: sums(transaction => transaction.available_on > call.now),
    };
  }),

  'GET /v1/balance_transactions': list,

  'GET /v1/balance_transactions/:id': route({}, (call, _, id) => call.named('balance_transaction', id)),
};
