import { newId } from '../../kernel/domain/ids.ts';
import type { Money } from '../../kernel/domain/money.ts';
import type { Share } from '../billing.contract.ts';
import type { Payment } from '../domain/payment.ts';
import { Refund, type RefundRequest } from '../domain/refund.ts';
import type { ProviderRefund } from '../domain/refund-gateway.ts';
import { aPayment, aSnapshot, NOON } from './payments.ts';

/** A payment whose money is there, of 49.99 USD unless told otherwise. */
export function aPaidPayment(traits: { amount?: Money; shares?: readonly Share[] } = {}): Payment {
  const payment = aPayment(traits);
  payment.learn(aSnapshot('succeeded', { fee: 175 }), NOON);
  payment.pullEvents();
  return payment;
}

/** What a client asks for: all that is left, unless told otherwise. */
export function aRequest(traits: Partial<RefundRequest> = {}): RefundRequest {
  return { reason: 'requested_by_customer', note: null, requestedBy: newId(), operationId: newId(), ...traits };
}

export function aRefund(payment: Payment, amount?: number): Refund {
  return Refund.request(newId(), payment, aRequest({ amount }), NOON);
}

/** What the provider says of a refund of ours. */
export function said(
  { id, amount }: Pick<Refund, 'id' | 'amount'>,
  state: ProviderRefund['state'],
  traits: Partial<ProviderRefund> = {},
): ProviderRefund {
  const failure = state === 'failed' ? { code: 'lost_or_stolen_card', message: 'The bank refused.' } : null;
  const fee = state === 'succeeded' ? 0 : null;
  return { id: `re_${id}`, refundId: id, amount: amount.amount, state, failure, fee, ...traits };
}
