import type Stripe from 'stripe';
import { noAddress } from './address.ts';
import { currencyByCountry } from './countries.ts';

interface Beginning {
  type: Stripe.Account.Type;
  country: string;
  created: number;
}

/** An account of which nothing is known but its country. */
export function blankAccount(id: string, { type, country, created }: Beginning): Stripe.Account {
  return {
    id,
    object: 'account',
    business_profile: blankProfile,
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    country,
    created,
    default_currency: currencyByCountry.get(country) ?? 'usd',
    details_submitted: false,
    email: null,
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
    future_requirements: noRequirements,
    metadata: {},
    payouts_enabled: false,
    requirements: noRequirements,
    settings: blankSettings,
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type,
  };
}

export const noRequirements: Stripe.Account.Requirements = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

const blankProfile: Stripe.Account.BusinessProfile = {
  annual_revenue: { amount: null, currency: null, fiscal_year_end: null },
  estimated_worker_count: null,
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  product_description: null,
  specified_commercial_transactions_act_url: null,
  support_address: noAddress,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};

const blankSettings: Stripe.Account.Settings = {
  bacs_debit_payments: { display_name: null, service_user_number: null },
  branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
  card_issuing: { tos_acceptance: { date: null, ip: null } },
  card_payments: {
    decline_on: { avs_failure: false, cvc_failure: false },
    statement_descriptor_prefix: null,
    statement_descriptor_prefix_kana: null,
    statement_descriptor_prefix_kanji: null,
  },
  dashboard: { display_name: null, timezone: 'Etc/UTC' },
  invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
  payments: {
    statement_descriptor: null,
    statement_descriptor_kana: null,
    statement_descriptor_kanji: null,
    statement_descriptor_prefix_kana: null,
    statement_descriptor_prefix_kanji: null,
  },
  payouts: {
    debit_negative_balances: false,
    schedule: { delay_days: 2, interval: 'daily' },
    statement_descriptor: null,
  },
  sepa_debit_payments: {},
} as Stripe.Account.Settings;
