import type Stripe from 'stripe';
import { bankAccount } from './bank-account.ts';
import { blankAccount } from './blank-account.ts';
import type { Call } from './call.ts';
import { GOOD_ACCOUNT } from './test-banks.ts';

/** The account the secret key belongs to. */
export const PLATFORM = 'acct_sandbox';

/** The account a call works in. */
export function ownAccount(call: Call): Stripe.Account {
  if (call.account === undefined) return platformAccount;
  return call.store.platform.get('account', call.account) as Stripe.Account;
}

const bank: Stripe.BankAccount = {
  ...bankAccount(PLATFORM, { account_number: GOOD_ACCOUNT, country: 'US', currency: 'usd' }),
  id: 'ba_sandbox',
  default_for_currency: true,
};

const blank = blankAccount(PLATFORM, { type: 'standard', country: 'US', created: 0 });
const payouts = blank.settings?.payouts as Stripe.Account.Settings.Payouts;

const platformAccount: Stripe.Account = {
  ...blank,
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  controller: { type: 'account' },
  details_submitted: true,
  external_accounts: {
    object: 'list',
    data: [bank],
    has_more: false,
    url: `/v1/accounts/${PLATFORM}/external_accounts`,
  },
  payouts_enabled: true,
  settings: {
    ...blank.settings,
    payouts: { ...payouts, schedule: { delay_days: 2, interval: 'manual' } },
  } as Stripe.Account.Settings,
};
