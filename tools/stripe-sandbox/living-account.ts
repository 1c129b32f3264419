import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { noSuch, notFound } from './stripe-error.ts';

/** A connected account that was not deleted, named by the path or by a parameter. */
export function livingAccount(call: Call, id: string, param?: string): Stripe.Account {
  const account = call.store.get('account', id);
  if (!account || account.deleted) throw param ? noSuch(param, id, param) : notFound('account', id);
  return account;
}
