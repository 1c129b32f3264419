import type Stripe from 'stripe';
import type { Call } from '../call.ts';
import { type CapabilityName, capabilityNames, capabilityOf } from '../capability-of.ts';
import { withAccountDetails } from '../change-account.ts';
import { livingAccount } from '../living-account.ts';
import { boolean } from '../parameters.ts';
import { type Routes, route } from '../route.ts';
import { saveAccount } from '../save-account.ts';
import { notFound } from '../stripe-error.ts';

export const capabilityRoutes: Routes = {
  'GET /v1/accounts/:id/capabilities': route({}, (call, _, id) => {
    const account = livingAccount(call, id);
    const data = Object.keys(account.capabilities ?? {}).map(name => capabilityOf(account, name));
    return { object: 'list', data, has_more: false, url: `/v1/accounts/${id}/capabilities` };
  }),

  'GET /v1/accounts/:id/capabilities/:part': route({}, (call, _, id, name) =>
    capabilityOf(livingAccount(call, id), known(name)),
  ),

  'POST /v1/accounts/:id/capabilities/:part': route({ requested: boolean }, (call, { requested }, id, name) =>
    capabilityOf(request(call, livingAccount(call, id), known(name), requested), name),
  ),
};

function request(call: Call, account: Stripe.Account, name: CapabilityName, requested?: boolean): Stripe.Account {
  if (requested === undefined) return account;
  return saveAccount(call, account, withAccountDetails(account, { capabilities: { [name]: { requested } } }));
}

function known(name: string): CapabilityName {
  const found = capabilityNames.find(candidate => candidate === name);
  if (!found) throw notFound('capability', name);
  return found;
}
