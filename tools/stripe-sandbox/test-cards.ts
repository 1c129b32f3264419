import { hash } from 'node:crypto';

/** What a test card does when it is charged, as Stripe documents it. */
export interface TestCard {
  number: string;
  brand: string;
  funding: 'credit' | 'debit' | 'prepaid';
  /** The code of the refusal, and the bank's reason where the code is `card_declined`. */
  declines?: string;
  reason?: string;
  /** The card can be attached to a customer although it will be refused. */
  attachable?: boolean;
  authentication?: boolean;
  dispute?: string;
  /** The bank asks first and takes no money yet. */
  inquiry?: boolean;
  refund?: 'fails_later' | 'succeeds_later';
  /** What Radar thinks of it; the highest risk is blocked. */
  risk?: 'elevated' | 'highest';
  /** The money is available at once. */
  instant?: boolean;
}

const visa = (number: string, behaviour: Partial<TestCard> = {}): TestCard => ({
  number,
  brand: 'visa',
  funding: 'credit',
  ...behaviour,
});
const declined = (number: string, reason: string): TestCard => visa(number, { declines: 'card_declined', reason });
const blocked = (number: string): TestCard => ({ ...declined(number, 'fraudulent'), risk: 'highest' });

const testCards: Record<string, TestCard> = {
  visa: visa('4242424242424242'),
  visa_debit: visa('4000056655665556', { funding: 'debit' }),
  mastercard: { number: '5555555555554444', brand: 'mastercard', funding: 'credit' },
  mastercard_debit: { number: '5200828282828210', brand: 'mastercard', funding: 'debit' },
  mastercard_prepaid: { number: '5105105105105100', brand: 'mastercard', funding: 'prepaid' },
  amex: { number: '378282246310005', brand: 'amex', funding: 'credit' },
  discover: { number: '6011111111111117', brand: 'discover', funding: 'credit' },
  diners: { number: '3056930009020004', brand: 'diners', funding: 'credit' },
  jcb: { number: '3566002020360505', brand: 'jcb', funding: 'credit' },
  unionpay: { number: '6200000000000005', brand: 'unionpay', funding: 'credit' },
  chargeDeclined: declined('4000000000000002', 'generic_decline'),
  chargeDeclinedInsufficientFunds: declined('4000000000009995', 'insufficient_funds'),
  chargeDeclinedLostCard: declined('4000000000009987', 'lost_card'),
  chargeDeclinedStolenCard: declined('4000000000009979', 'stolen_card'),
  chargeDeclinedVelocityLimitExceeded: declined('4000000000006975', 'card_velocity_exceeded'),
  chargeDeclinedExpiredCard: visa('4000000000000069', { declines: 'expired_card' }),
  chargeDeclinedIncorrectCvc: visa('4000000000000127', { declines: 'incorrect_cvc' }),
  chargeDeclinedProcessingError: visa('4000000000000119', { declines: 'processing_error' }),
  chargeDeclinedFraudulent: blocked('4100000000000019'),
  chargeCustomerFail: { ...declined('4000000000000341', 'generic_decline'), attachable: true },
  authenticationRequired: visa('4000002760003184', { authentication: true }),
  threeDSecure2Required: visa('4000000000003220', { authentication: true }),
  authenticationRequiredChargeDeclinedInsufficientFunds: visa('4000008260003178', {
    authentication: true,
    declines: 'card_declined',
    reason: 'insufficient_funds',
    attachable: true,
  }),
  createDispute: visa('4000000000000259', { dispute: 'fraudulent' }),
  createDisputeProductNotReceived: visa('4000000000002685', { dispute: 'product_not_received' }),
  createDisputeInquiry: visa('4000000000001976', { dispute: 'fraudulent', inquiry: true }),
  pendingRefund: visa('4000000000007726', { refund: 'succeeds_later' }),
  refundFail: visa('4000000000005126', { refund: 'fails_later' }),
  radarBlock: blocked('4100000000000019'),
  riskLevelHighest: blocked('4000000000004954'),
  riskLevelElevated: visa('4000000000009235', { risk: 'elevated' }),
  bypassPending: visa('4000000000000077', { instant: true }),
};

const byNumber = new Map(Object.values(testCards).map(card => [card.number, card]));
const byFingerprint = new Map(Object.values(testCards).map(card => [fingerprint(card.number), card]));

/** `pm_card_visa`, `tok_visa`, and Stripe's longer spelling `pm_card_visa_chargeDeclined`. */
export function testCardOf(id: string): TestCard | undefined {
  const name = /^(?:pm_card|tok)_(?:visa_(?=[a-z]+[A-Z]))?(\w+)$/.exec(id)?.[1];
  return name !== undefined && Object.hasOwn(testCards, name) ? testCards[name] : undefined;
}

export function testCardNumbered(number: string): TestCard | undefined {
  return byNumber.get(number.replaceAll(' ', ''));
}

/** How a stored payment method behaves: it keeps no trace of its number but this. */
export function testCardWith(fingerprint: string | null | undefined): TestCard | undefined {
  return byFingerprint.get(fingerprint ?? '');
}

/** The same for every use of one number, as with Stripe. */
export function fingerprint(number: string): string {
  return hash('sha256', number, 'base64url').slice(0, 16);
}
