import type Stripe from 'stripe';
import { listRoute } from '../list-page.ts';
import { string } from '../parameters.ts';
import { type Routes, route } from '../route.ts';

const matchTransaction = { currency: string, source: string, type: string };

const list = listRoute(
  'balance_transaction',
  '/v1/balance_transactions',
  matchTransaction,
  (transaction, { currency, source, type }) =>
    (currency === undefined || transaction.currency === currency) &&
    (source === undefined || transaction.source === source) &&
    (type === undefined || transaction.type === type),
);

export const balanceRoutes: Routes = {
  'GET /v1/balance': route({}, call => {
    const transactions = call.store.all('balance_transaction');
    const currencies = [...new Set(['usd', ...transactions.map(transaction => transaction.currency)])];
    const sums = (counts: (transaction: Stripe.BalanceTransaction) => boolean) =>
      currencies.map(currency => {
        const amount = transactions
          .filter(transaction => transaction.currency === currency && counts(transaction))
          .reduce((sum, transaction) => sum + transaction.net, 0);
        return { amount, currency, source_types: { card: amount } };
      });
    return {
      object: 'balance',
      available: sums(transaction => transaction.available_on <= call.now),
      connect_reserved: currencies.map(currency => ({ amount: 0, currency })),
      livemode: false,
      pending: sums(transaction => transaction.available_on > call.now),
    };
  }),

  'GET /v1/balance_transactions': list,

  'GET /v1/balance_transactions/:id': route({}, (call, _, id) => call.named('balance_transaction', id)),
};
