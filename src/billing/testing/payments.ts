import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import type { Share } from '../billing.contract.ts';
import { Payment } from '../domain/payment.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';

export const NOON = new Date('2026-03-01T12:00:00.000Z');

interface PaymentTraits {
  amount?: Money;
  shares?: readonly Share[];
  paymentMethod?: string;
  offSession?: boolean;
}

/** A payment of 49.99 USD for a course, waiting to be charged. */
export function aPayment({
  amount = Money.of(4_999, 'USD'),
  shares = [],
  paymentMethod = 'pm_card_visa',
  offSession = false,
}: PaymentTraits = {}): Payment {
  const payment = Payment.request(newId(), newId(), 'course_purchase', newId(), amount, shares, 'Course: Tests', NOON);
  payment.submit({ paymentMethod, operationId: newId(), offSession }, NOON);
  return payment;
}

/** What the provider says of a payment that is in `state`. */
export function aSnapshot(
  state: ProviderPayment['state'],
  { id = 'pi_1', fee = null, exchange = null }: Partial<Pick<ProviderPayment, 'id' | 'fee' | 'exchange'>> = {},
): ProviderPayment {
  const failure = state === 'failed' ? { code: 'card_declined', message: 'Your card was declined.' } : null;
  return { id, state, failure, fee, exchange, clientSecret: null, nextActionUrl: null };
}
