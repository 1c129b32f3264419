import type { Failure } from '../domain/payment-gateway.ts';

/** What Stripe's errors have in common, thrown or told of in an object. */
interface Refusal {
  readonly code?: string | null;
  readonly decline_code?: string | null;
  readonly message?: string | null;
  readonly param?: string | null;
}

/** Why Stripe refused: the bank's reason where there is one. The SDK leaves it empty where there is none. */
export function failureOf({ code, decline_code, message, param }: Refusal): Failure {
  // Stripe's own words would tell whose it is.
  if (param === 'payment_method')
    return { code: 'resource_missing', message: 'This payment method is not yours, was removed, or never existed.' };
  return { code: decline_code || code || 'unknown', message: message || 'The payment method was declined.' };
}
