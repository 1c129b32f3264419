import type Stripe from 'stripe';
import { assessed } from './assess-account.ts';
import type { Call } from './call.ts';
import { capabilityOf } from './capability-of.ts';
import { previousAttributes } from './previous-attributes.ts';

/** Keeps what is now known of an account and tells what follows from it. */
export function saveAccount(call: Call, before: Stripe.Account, changed: Stripe.Account): Stripe.Account {
  const after = call.store.platform.put(assessed(changed));
  const changes = previousAttributes(before, after);
  if (Object.keys(changes).length === 0) return after;
  const own = call.in(after.id);
  for (const name of new Set([...Object.keys(before.capabilities ?? {}), ...Object.keys(after.capabilities ?? {})])) {
    const capability = capabilityOf(after, name);
    if (capability.status !== capabilityOf(before, name).status) own.emit('capability.updated', capability);
  }
  own.emit('account.updated', after, changes);
  return after;
}
