import type Stripe from 'stripe';
import { supportedCurrency } from './currencies.ts';
import { newId } from './new-id.ts';
import { hash, oneOf, type Parameter, type Parsed, required, string, text } from './parameters.ts';
import { invalidRequest } from './stripe-error.ts';
import { bankFingerprint, GOOD_ACCOUNT } from './test-banks.ts';

const details = hash({
  object: required(oneOf('bank_account')),
  country: required(string),
  currency: required(string),
  account_number: required(string),
  routing_number: string,
  account_holder_name: text,
  account_holder_type: oneOf('company', 'individual'),
});

export type BankDetails = Parsed<{ [K in 'account_number' | 'country' | 'currency']: Parameter<string, true> }> &
  Partial<ReturnType<typeof details>>;

/** Bank details, or one of Stripe's test tokens for a bank account in the United States. */
export const externalAccount: Parameter<BankDetails> = (raw, name) => {
  if (typeof raw !== 'string') return details(raw, name);
  const account_number = tokens[raw];
  if (!account_number) throw invalidRequest(`No such token: '${raw}'`, { code: 'resource_missing', param: name });
  return { account_number, country: 'US', currency: 'usd', routing_number: '110000000' };
};

const tokens: Record<string, string> = {
  btok_us: GOOD_ACCOUNT,
  btok_us_verified: GOOD_ACCOUNT,
  btok_us_verified_noAccount: '000111111116',
};

/** A bank account to pay out to. Only the end of its number is kept. */
export function bankAccount(account: string, given: BankDetails): Stripe.BankAccount {
  return {
    id: newId('ba'),
    object: 'bank_account',
    account,
    account_holder_name: given.account_holder_name ?? null,
    account_holder_type: given.account_holder_type ?? null,
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country: given.country.toUpperCase(),
    currency: supportedCurrency(given.currency),
    default_for_currency: false,
    fingerprint: bankFingerprint(given.account_number),
    future_requirements: nothingDue,
    last4: given.account_number.slice(-4),
    metadata: {},
    requirements: nothingDue,
    routing_number: given.routing_number ?? null,
    status: 'new',
  };
}

const nothingDue = { currently_due: [], errors: [], past_due: [], pending_verification: [] };
