import { html, page } from './html.ts';
import { GOOD_ACCOUNT } from './test-banks.ts';

/** Stands in for Stripe's onboarding form. */
export function onboardingPage(account: string): string {
  return page(
    'Get paid',
    html`
<p>Stripe asks <b>${account}</b> for what it has to know before it pays out. The account number decides what will become
of the payouts: 000111111113 for instance is closed.</p>
<form method="post">
  <p><label>Account number <input name="account_number" value="${GOOD_ACCOUNT}"></label></p>
  <button name="outcome" value="complete">Submit</button>
  <button name="outcome" value="leave">Save for later</button>
</form>`,
  );
}
