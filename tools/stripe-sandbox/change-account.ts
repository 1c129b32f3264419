import type Stripe from 'stripe';
import { address } from './address.ts';
import { missingFacts } from './assess-account.ts';
import { bankAccount, externalAccount } from './bank-account.ts';
import type { Call } from './call.ts';
import { type CapabilityName, capabilityNames } from './capability-of.ts';
import { supportedCurrency } from './currencies.ts';
import { metadata, withMetadata } from './metadata.ts';
import { anything, boolean, hash, integer, oneOf, type Parsed, string, text } from './parameters.ts';
import { ignored } from './route.ts';
import { saveAccount } from './save-account.ts';
import { invalidRequest } from './stripe-error.ts';
import { GOOD_ACCOUNT } from './test-banks.ts';

const capability = hash({ requested: boolean });

/** What an account is told when it is created or changed. */
export const accountDetails = {
  business_profile: hash({
    mcc: text,
    name: text,
    product_description: text,
    support_address: address,
    support_email: text,
    support_phone: text,
    support_url: text,
    url: text,
  }),
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  capabilities: hash(
    Object.fromEntries(capabilityNames.map(name => [name, capability])) as Record<CapabilityName, typeof capability>,
  ),
  default_currency: string,
  email: text,
  external_account: externalAccount,
  metadata,
  settings: hash({
    payouts: hash({
      schedule: hash({ interval: oneOf('daily', 'manual'), delay_days: anything }),
      statement_descriptor: text,
      debit_negative_balances: boolean,
    }),
    ...ignored('branding', 'card_payments', 'dashboard', 'payments'),
  }),
  tos_acceptance: hash({
    date: integer,
    ip: string,
    user_agent: string,
    service_agreement: oneOf('full', 'recipient'),
  }),
  ...ignored('company', 'individual'),
};

export function withAccountDetails(account: Stripe.Account, params: Parsed<typeof accountDetails>): Stripe.Account {
  const { business_profile, business_type, default_currency, email, external_account, tos_acceptance } = params;
  if (tos_acceptance?.date && account.controller?.requirement_collection === 'stripe') {
    throw invalidRequest(
      'You cannot accept the Terms of Service on behalf of Standard and Express connected accounts.',
    );
  }
  return {
    ...account,
    ...(business_type && { business_type }),
    ...(default_currency && { default_currency: supportedCurrency(default_currency, 'default_currency') }),
    ...(email !== undefined && { email }),
    ...(external_account && withBanks(account, [bankAccount(account.id, external_account)])),
    business_profile: { ...account.business_profile, ...business_profile } as Stripe.Account.BusinessProfile,
    capabilities: withCapabilities(account.capabilities, params.capabilities),
    metadata: withMetadata(account.metadata ?? {}, params.metadata),
    settings: withPayoutSettings(account.settings, params.settings?.payouts),
    tos_acceptance: { ...account.tos_acceptance, ...tos_acceptance },
  };
}

/** The first bank account of a currency is where its payouts go, unless another was made the default. */
export function withBanks(
  account: Stripe.Account,
  banks: Stripe.ExternalAccount[],
): Pick<Stripe.Account, 'external_accounts'> {
  const data = banks.map(bank => ({
    ...bank,
    default_for_currency:
      bank ===
      (banks.find(other => other.currency === bank.currency && other.default_for_currency) ??
        banks.find(other => other.currency === bank.currency)),
  }));
  return { external_accounts: { ...account.external_accounts, data } as Stripe.Account['external_accounts'] };
}

/** The person at the onboarding form answers what was still asked. */
export function onboard(call: Call, account: Stripe.Account, account_number = GOOD_ACCOUNT): Stripe.Account {
  const missing = missingFacts(account);
  const { business_type, country = 'US', default_currency: currency = 'usd' } = account;
  const bank = bankAccount(account.id, { account_number, country, currency });
  return saveAccount(call, account, {
    ...account,
    ...(missing.includes('external_account') && withBanks(account, [bank])),
    business_type: business_type ?? 'individual',
    tos_acceptance: { ...account.tos_acceptance, date: call.now, ip: '127.0.0.1' },
  });
}

function withCapabilities(
  current: Stripe.Account.Capabilities = {},
  asked: Partial<Record<CapabilityName, { requested?: boolean }>> = {},
): Stripe.Account.Capabilities {
  const changed = Object.entries(asked).map(([name, { requested }]) => [name, requested ? 'inactive' : undefined]);
  const all = Object.entries({ ...current, ...Object.fromEntries(changed) });
  return Object.fromEntries(all.filter(([, status]) => status !== undefined));
}

function withPayoutSettings(
  settings: Stripe.Account.Settings | null | undefined,
  asked: { schedule?: { interval?: string } } = {},
): Stripe.Account.Settings {
  const { interval } = asked.schedule ?? {};
  const payouts = settings?.payouts as Stripe.Account.Settings.Payouts;
  const schedule = { ...payouts.schedule, ...(interval && { interval }) };
  return { ...settings, payouts: { ...payouts, ...asked, schedule } } as Stripe.Account.Settings;
}
