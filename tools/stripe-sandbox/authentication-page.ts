import type Stripe from 'stripe';
import { html, page } from './html.ts';

/** Stands in for the bank's 3-D Secure page. */
export function authenticationPage(intent: Stripe.PaymentIntent): string {
  if (intent.status !== 'requires_action') {
    return page(
      'Confirm your payment',
      html`<p>There is nothing to confirm: the payment is <b>${intent.status}</b>.</p>`,
    );
  }
  return page(
    'Confirm your payment',
    html`
<p>Your bank asks whether you approve a payment of <b>${intent.amount} ${intent.currency.toUpperCase()}</b> (in the
currency's smallest unit).</p>
<form method="post">
  <button name="outcome" value="complete">Complete authentication</button>
  <button name="outcome" value="fail">Fail authentication</button>
</form>`,
  );
}

/** Where the customer's browser goes afterwards, told how it ended. */
export function returnAddress(intent: Stripe.PaymentIntent, returnUrl: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}
