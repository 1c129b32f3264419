import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { noSuch, notFound } from './stripe-error.ts';

/** A customer that was not deleted, named by the path or by a parameter. */
export function livingCustomer(call: Call, id: string, param?: string): Stripe.Customer {
  const customer = call.store.get('customer', id);
  if (!customer || customer.deleted) throw param ? noSuch('customer', id, param) : notFound('customer', id);
  return customer;
}
