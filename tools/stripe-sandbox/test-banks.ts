import { fingerprint } from './test-cards.ts';

/** The account number whose payouts arrive. */
export const GOOD_ACCOUNT = '000123456789';

/** Stripe's test numbers by why their payouts fail: for most countries, for the United Kingdom, and how IBANs end. */
const numbers: Record<string, readonly string[]> = {
  no_account: ['111111116', '11111116', '0532013001'],
  account_closed: ['111111113', '11111113', '0532013002'],
  insufficient_funds: ['222222227', '22222227', '0532013003'],
  debit_not_authorized: ['333333335', '33333335', '0532013004'],
  invalid_currency: ['444444440', '44444440', '0532013005'],
};

const failures = new Map(
  Object.entries(numbers).flatMap(([code, all]) => all.map(number => [bankFingerprint(number), code])),
);

const messages: Record<string, string> = {
  account_closed: 'The bank account has been closed.',
  debit_not_authorized: 'Debit transactions are not approved on your bank account.',
  insufficient_funds: 'Your Stripe account has insufficient funds to cover the payout.',
  invalid_currency: 'The bank was unable to process this payout because of its currency.',
  no_account: 'No bank account could be found with the details on file.',
};

/** Why a payout to a stored bank account fails: it keeps no trace of its number but this. */
export function payoutFailureOf(fingerprint: string | null): string | undefined {
  return failures.get(fingerprint ?? '');
}

export function payoutFailureMessage(code: string): string {
  return messages[code] ?? 'The bank could not process this payout.';
}

export function bankFingerprint(number: string): string {
  const isIban = /^[A-Z]{2}/i.test(number);
  return fingerprint(isIban ? number.slice(-10) : number.replace(/^0+(?=\d{8})/, ''));
}
