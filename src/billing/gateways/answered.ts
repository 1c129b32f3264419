import Stripe from 'stripe';
import { OutcomeUnknown } from '../domain/payment.errors.ts';

/** @throws OutcomeUnknown when Stripe's silence or failure leaves open whether the request had its effect */
export async function answered<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (
      error instanceof Stripe.errors.StripeConnectionError ||
      error instanceof Stripe.errors.StripeAPIError ||
      error instanceof Stripe.errors.StripeRateLimitError ||
      error instanceof Stripe.errors.StripeIdempotencyError
    ) {
      throw new OutcomeUnknown(isKept(error));
    }
    throw error;
  }
}

/** Stripe says itself when it answers what it has kept under the key. */
function isKept({ statusCode, headers }: Stripe.errors.StripeError): boolean {
  return statusCode === 500 && headers?.['idempotent-replayed'] === 'true';
}
