import type Stripe from 'stripe';

/** Where an account's payouts in a currency go, unless told otherwise. */
export function payoutBank(account: Stripe.Account, currency: string): Stripe.ExternalAccount | undefined {
  return (account.external_accounts?.data ?? []).find(
    bank => bank.currency === currency && bank.default_for_currency && !('status' in bank && bank.status === 'errored'),
  );
}
