import Stripe from 'stripe';

/** Whether Stripe refused because somebody has deleted the customer. */
export function isWithoutCustomer(error: unknown): boolean {
  const isMissing = error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
  return isMissing && error.param === 'customer';
}
