import type Stripe from 'stripe';
import { checkFunds } from '../balance.ts';
import type { Call } from '../call.ts';
import { checkPayoutGranularity, supportedCurrency } from '../currencies.ts';
import { cancelPayout } from '../follow-payout.ts';
import { listRoute } from '../list-page.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { integerWithin, oneOf, range, required, string, text } from '../parameters.ts';
import { payoutBank } from '../payout-bank.ts';
import { ownAccount } from '../platform-account.ts';
import { type Routes, route } from '../route.ts';
import { sendPayout } from '../send-payout.ts';
import { invalidRequest, noSuch } from '../stripe-error.ts';

const terms = {
  amount: required(integerWithin(1, 99_999_999)),
  currency: required(string),
  description: text,
  destination: string,
  metadata,
  method: oneOf('instant', 'standard'),
  source_type: oneOf('card'),
  statement_descriptor: text,
};

export const payoutRoutes: Routes = {
  'POST /v1/payouts': route(terms, (call, params) => {
    const { amount, description = null, destination, method = 'standard', statement_descriptor = null } = params;
    const currency = supportedCurrency(params.currency);
    checkPayoutGranularity(amount, currency);
    const bank = bankFor(call, currency, destination);
    checkFunds(call, amount, currency);
    return sendPayout(call, {
      amount,
      currency,
      bank,
      automatic: false,
      description,
      metadata: withMetadata({}, params.metadata),
      method,
      statement_descriptor,
    });
  }),

  'GET /v1/payouts': listRoute(
    'payout',
    '/v1/payouts',
    { arrival_date: range, destination: string, status: oneOf('canceled', 'failed', 'in_transit', 'paid', 'pending') },
    (payout, { arrival_date, destination, status }) =>
      (arrival_date === undefined || arrival_date(payout.arrival_date)) &&
      (destination === undefined || payout.destination === destination) &&
      (status === undefined || payout.status === status),
  ),

  'GET /v1/payouts/:id': route({}, (call, _, id) => call.named('payout', id)),

  'POST /v1/payouts/:id': route({ metadata }, (call, { metadata }, id) => {
    const before = call.named('payout', id);
    const after = call.put({ ...before, metadata: withMetadata(before.metadata ?? {}, metadata) });
    call.emit('payout.updated', after);
    return after;
  }),

  'POST /v1/payouts/:id/cancel': route({}, (call, _, id) => {
    const payout = call.named('payout', id);
    if (payout.status === 'pending' && !payout.automatic) return cancelPayout(call, payout);
    throw invalidRequest('Payouts can only be canceled while they are pending and not automatic.', {
      code: 'payout_not_cancelable',
    });
  }),
};

function bankFor(call: Call, currency: string, destination?: string): Stripe.ExternalAccount {
  const account = ownAccount(call);
  if (!account.payouts_enabled) {
    throw invalidRequest('Cannot create payouts: this account has payouts disabled.', { code: 'payouts_not_allowed' });
  }
  const bank = destination
    ? account.external_accounts?.data.find(candidate => candidate.id === destination)
    : payoutBank(account, currency);
  if (!bank && destination) throw noSuch('external account', destination, 'destination');
  if (!bank) throw invalidRequest(`Sorry, you don't have any external accounts in that currency (${currency})`);
  return bank;
}
