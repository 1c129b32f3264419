import type Stripe from 'stripe';
import { invalidRequest, type StripeError } from './stripe-error.ts';

export function invalidState(intent: Stripe.PaymentIntent, attempted: string): StripeError {
  const message = `This PaymentIntent cannot be ${attempted} because it has a status of ${intent.status}.`;
  return invalidRequest(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
}
