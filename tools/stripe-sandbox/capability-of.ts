import type Stripe from 'stripe';
import { noRequirements } from './blank-account.ts';

export const capabilityNames = [
  'card_payments',
  'legacy_payments',
  'tax_reporting_us_1099_k',
  'tax_reporting_us_1099_misc',
  'transfers',
] as const;

export type CapabilityName = (typeof capabilityNames)[number];

/** What an account may do, as an object of its own. */
export function capabilityOf(account: Stripe.Account, name: string): Stripe.Capability {
  const status = account.capabilities?.[name as CapabilityName];
  return {
    id: name,
    object: 'capability',
    account: account.id,
    future_requirements: noRequirements as Stripe.Capability.FutureRequirements,
    requested: status !== undefined,
    requested_at: status === undefined ? null : (account.created ?? null),
    requirements: (status === undefined ? noRequirements : account.requirements) as Stripe.Capability.Requirements,
    status: status ?? 'unrequested',
  };
}
