import type Stripe from 'stripe';
import { bankAccount, externalAccount } from '../bank-account.ts';
import { withBanks } from '../change-account.ts';
import { livingAccount } from '../living-account.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { boolean, required } from '../parameters.ts';
import { ignored, type Routes, route } from '../route.ts';
import { saveAccount } from '../save-account.ts';
import { invalidRequest, notFound } from '../stripe-error.ts';

export const externalAccountRoutes: Routes = {
  'POST /v1/accounts/:id/external_accounts': route(
    { external_account: required(externalAccount), default_for_currency: boolean, metadata },
    (call, params, id) => {
      const account = livingAccount(call, id);
      const added = bankAccount(id, params.external_account);
      const bank = { ...added, metadata: withMetadata({}, params.metadata) };
      const others = account.external_accounts?.data ?? [];
      const makeDefault = params.default_for_currency === true;
      const banks = makeDefault
        ? [bank, ...others.map(other => withoutDefault(other, bank.currency))]
        : [...others, bank];
      const saved = saveAccount(call, account, { ...account, ...withBanks(account, banks) });
      const kept = bankOf(saved, bank.id);
      call.in(id).emit('account.external_account.created', kept);
      return kept;
    },
  ),

  'GET /v1/accounts/:id/external_accounts': route(
    ignored('limit', 'object'),
    (call, _, id) => livingAccount(call, id).external_accounts ?? {},
  ),

  'GET /v1/accounts/:id/external_accounts/:part': route({}, (call, _, id, bank) =>
    bankOf(livingAccount(call, id), bank),
  ),

  'DELETE /v1/accounts/:id/external_accounts/:part': route({}, (call, _, id, bankId) => {
    const account = livingAccount(call, id);
    const { default_for_currency, currency } = bankOf(account, bankId);
    if (default_for_currency && currency === account.default_currency) {
      throw invalidRequest('You cannot delete the default external account for your default currency.');
    }
    const banks = (account.external_accounts?.data ?? []).filter(bank => bank.id !== bankId);
    saveAccount(call, account, { ...account, ...withBanks(account, banks) });
    const deleted = { id: bankId, object: 'bank_account', deleted: true };
    call.in(id).emit('account.external_account.deleted', deleted);
    return deleted;
  }),
};

function bankOf(account: Stripe.Account, id: string): Stripe.ExternalAccount {
  const bank = account.external_accounts?.data.find(candidate => candidate.id === id);
  if (!bank) throw notFound('external account', id);
  return bank;
}

function withoutDefault(bank: Stripe.ExternalAccount, currency: string): Stripe.ExternalAccount {
  return bank.currency === currency ? { ...bank, default_for_currency: false } : bank;
}
