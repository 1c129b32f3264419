import type Stripe from 'stripe';
import { assessed } from '../assess-account.ts';
import { blankAccount } from '../blank-account.ts';
import { accountDetails, withAccountDetails } from '../change-account.ts';
import { controllers } from '../controllers.ts';
import { currencyByCountry } from '../countries.ts';
import { listRoute } from '../list-page.ts';
import { livingAccount } from '../living-account.ts';
import { newId } from '../new-id.ts';
import { hash, oneOf, required, string } from '../parameters.ts';
import { ownAccount, PLATFORM } from '../platform-account.ts';
import { type Routes, route } from '../route.ts';
import { saveAccount } from '../save-account.ts';
import { invalidRequest, ParameterError } from '../stripe-error.ts';

const controller = hash({
  fees: hash({ payer: oneOf('account', 'application') }),
  losses: hash({ payments: oneOf('application', 'stripe') }),
  requirement_collection: oneOf('application', 'stripe'),
  stripe_dashboard: hash({ type: oneOf('express', 'full', 'none') }),
});

export const accountRoutes: Routes = {
  'POST /v1/accounts': route(
    { ...accountDetails, controller, country: string, type: oneOf('custom', 'express', 'standard') },
    (call, { country = 'US', type, controller, ...details }) => {
      if (!currencyByCountry.has(country)) throw new ParameterError('country', `Country '${country}' is unknown.`);
      if (type && controller) throw invalidRequest('You may provide only one of `type` and `controller`.');
      const kind = type ?? (controller ? 'none' : 'standard');
      const blank: Stripe.Account = {
        ...blankAccount(newId('acct', 16), { type: kind, country, created: call.now }),
        controller: { ...controllers[kind], ...controller } as Stripe.Account.Controller,
      };
      return call.put(assessed(withAccountDetails(blank, details)));
    },
  ),

  'GET /v1/account': route({}, ownAccount),

  'GET /v1/accounts': listRoute('account', '/v1/accounts', {}, account => !account.deleted),

  'GET /v1/accounts/:id': route({}, (call, _, id) =>
    id === (call.account ?? PLATFORM) ? ownAccount(call) : livingAccount(call, id),
  ),

  'POST /v1/accounts/:id': route(accountDetails, (call, params, id) => {
    const account = livingAccount(call, id);
    return saveAccount(call, account, withAccountDetails(account, params));
  }),

  'POST /v1/accounts/:id/reject': route(
    { reason: required(oneOf('fraud', 'other', 'terms_of_service')) },
    (call, { reason }, id) => {
      const account = livingAccount(call, id);
      const requirements = { ...account.requirements, disabled_reason: `rejected.${reason}` };
      return saveAccount(call, account, { ...account, requirements } as Stripe.Account);
    },
  ),

  'DELETE /v1/accounts/:id': route({}, (call, _, id) => {
    livingAccount(call, id);
    return call.put<Stripe.DeletedAccount>({ id, object: 'account', deleted: true });
  }),
};
