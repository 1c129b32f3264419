import type Stripe from 'stripe';
import { noRequirements } from './blank-account.ts';

/** What an account may do follows from what is known of it. */
export function assessed(account: Stripe.Account): Stripe.Account {
  const missing = missingFacts(account);
  const rejection = rejectionOf(account);
  const active = missing.length === 0 && rejection === null;
  const capabilities = Object.fromEntries(
    Object.keys(account.capabilities ?? {}).map(name => [name, active ? 'active' : 'inactive']),
  ) as Stripe.Account.Capabilities;
  const due = hasUsableBank(account) || missing.includes('external_account') ? missing : ['external_account'];
  return {
    ...account,
    capabilities,
    charges_enabled: capabilities.card_payments === 'active',
    details_submitted: account.details_submitted || missing.length === 0,
    payouts_enabled: active && hasUsableBank(account),
    requirements: {
      ...noRequirements,
      currently_due: due,
      disabled_reason: rejection ?? (missing.length > 0 ? 'requirements.past_due' : null),
      eventually_due: due,
      past_due: due,
    },
  };
}

export function missingFacts({
  business_type,
  external_accounts,
  tos_acceptance,
}: Pick<Stripe.Account, 'business_type' | 'external_accounts' | 'tos_acceptance'>): string[] {
  const facts: Record<string, boolean> = {
    business_type: Boolean(business_type),
    external_account: Boolean(external_accounts?.data.length),
    'tos_acceptance.date': Boolean(tos_acceptance?.date),
    'tos_acceptance.ip': Boolean(tos_acceptance?.ip),
  };
  return Object.keys(facts).filter(name => !facts[name]);
}

/** A bank account that refused a payout gets no more of them. */
function hasUsableBank({ external_accounts }: Stripe.Account): boolean {
  return (external_accounts?.data ?? []).some(bank => 'status' in bank && bank.status !== 'errored');
}

function rejectionOf({ requirements }: Stripe.Account): Stripe.Account.Requirements.DisabledReason | null {
  const reason = requirements?.disabled_reason;
  return reason?.startsWith('rejected.') ? reason : null;
}
