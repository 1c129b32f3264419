import type Stripe from 'stripe';
import { html, page } from './html.ts';

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

/** Stands in for the bank's 3-D Secure page. */
export function authenticationPage(intent: Intent): string {
  const title = intent.object === 'payment_intent' ? 'Confirm your payment' : 'Confirm your card';
  if (intent.status !== 'requires_action') {
    return page(title, html`<p>There is nothing to confirm: it is <b>${intent.status}</b>.</p>`);
  }
  return page(
    title,
    html`
<p>Your bank asks whether you approve ${subjectOf(intent)}.</p>
<form method="post">
  <button name="outcome" value="complete">Complete authentication</button>
  <button name="outcome" value="fail">Fail authentication</button>
</form>`,
  );
}

/** Where the customer's browser goes afterwards, told how it ended. */
export function returnAddress(intent: Intent, returnUrl: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}

function subjectOf(intent: Intent) {
  return intent.object === 'payment_intent'
    ? html`a payment of <b>${intent.amount} ${intent.currency.toUpperCase()}</b> (in the currency's smallest unit)`
    : html`that your card is saved for <b>later payments</b>`;
}
