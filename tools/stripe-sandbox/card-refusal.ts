import { type ErrorBody, StripeError } from './stripe-error.ts';

const messages: Record<string, string> = {
  authentication_required: 'Your card was declined. This transaction requires authentication.',
  card_declined: 'Your card was declined.',
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  incorrect_number: 'Your card number is incorrect.',
  insufficient_funds: 'Your card has insufficient funds.',
  payment_intent_authentication_failure:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  setup_intent_authentication_failure:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
};

/** The bank's no, for the customer to see. `reason` is the decline code behind `card_declined`. */
export function cardRefusal(code: string, reason?: string, details: Partial<ErrorBody> = {}): StripeError {
  return new StripeError(402, {
    type: 'card_error',
    code,
    message: refusalMessage(code, reason),
    ...(reason && { decline_code: reason }),
    ...details,
  });
}

export function refusalMessage(code: string, reason?: string): string {
  return messages[reason ?? code] ?? messages[code] ?? 'Your card was declined.';
}
