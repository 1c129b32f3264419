import { livingAccount } from '../living-account.ts';
import { newId } from '../new-id.ts';
import { oneOf, required, string, url } from '../parameters.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest } from '../stripe-error.ts';

const VALID_SECONDS = 5 * 60;

export const accountLinkRoutes: Routes = {
  'POST /v1/account_links': route(
    {
      account: required(string),
      type: required(oneOf('account_onboarding', 'account_update')),
      refresh_url: required(url),
      return_url: required(url),
      ...ignored('collect', 'collection_options'),
    },
    (call, { account, type, refresh_url, return_url }) => {
      const { controller } = livingAccount(call, account, 'account');
      if (type === 'account_update' && controller?.requirement_collection === 'stripe') {
        throw invalidRequest('You cannot create `account_update` type Account Links for this account.');
      }
      const id = newId('link');
      const expires_at = call.now + VALID_SECONDS;
      call.put({ id, object: 'onboarding', account, expires_at, refresh_url, return_url, used: false });
      return { object: 'account_link', created: call.now, expires_at, url: `${call.baseUrl}/onboarding/${id}` };
    },
  ),

  'POST /v1/accounts/:id/login_links': route({}, (call, _, id) => {
    const { controller, details_submitted } = livingAccount(call, id);
    if (controller?.stripe_dashboard?.type !== 'express') {
      throw invalidRequest('Cannot create a login link for an account that has no Express Dashboard.');
    }
    if (!details_submitted) {
      throw invalidRequest('Cannot create a login link for an account that has not completed onboarding.');
    }
    return { object: 'login_link', created: call.now, url: `${call.baseUrl}/#${id}` };
  }),
};
