import type Stripe from 'stripe';

/** Who bears losses, pays fees and asks for facts, by an account's type. */
export const controllers: Record<'custom' | 'express' | 'none' | 'standard', Stripe.Account.Controller> = {
  custom: controller('application', 'application', 'application', 'none'),
  express: controller('application', 'application', 'stripe', 'express'),
  none: controller('stripe', 'account', 'stripe', 'full'),
  standard: controller('stripe', 'account', 'stripe', 'full'),
};

function controller(
  losses: 'application' | 'stripe',
  payer: 'account' | 'application',
  requirement_collection: 'application' | 'stripe',
  dashboard: 'express' | 'full' | 'none',
): Stripe.Account.Controller {
  return {
    type: 'application',
    is_controller: true,
    fees: { payer },
    losses: { payments: losses },
    requirement_collection,
    stripe_dashboard: { type: dashboard },
  };
}
