import type Stripe from 'stripe';
import { BANK_SECONDS } from './bank-time.ts';
import { blankRefund } from './blank-refund.ts';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';
import { postTransaction } from './post-transaction.ts';
import { previousAttributes } from './previous-attributes.ts';
import { type TestCard, testCardWith } from './test-cards.ts';

interface RefundTerms {
  amount: number;
  reason: Stripe.Refund.Reason | null;
  metadata: Record<string, string>;
}

/** The money leaves the balance at once, whatever the cardholder's bank makes of it later. */
export function issueRefund(call: Call, charge: Stripe.Charge, terms: RefundTerms): Stripe.Refund {
  const id = newId('re');
  const { amount } = terms;
  const { currency } = charge;
  const withdrawal = postTransaction(call, {
    type: 'refund',
    reporting_category: 'refund',
    source: id,
    amount: -amount,
    currency,
    description: `REFUND FOR CHARGE${charge.description ? ` (${charge.description})` : ''}`,
  });
  const fate = fateOf(call, charge);
  const refund = call.put<Stripe.Refund>({
    ...blankRefund(call, id, { amount, currency }),
    ...terms,
    balance_transaction: withdrawal.id,
    charge: charge.id,
    customer: charge.customer,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(fate === 'succeeds_later' ? { pending_reason: 'processing' } : { status: 'succeeded' }),
  });
  if (fate) call.later(call.now + BANK_SECONDS, fate === 'fails_later' ? 'refund_fails' : 'refund_succeeds', id);
  const refunded = withRefunded(call, charge, amount);
  call.emit('refund.created', refund);
  call.emit('charge.refunded', refunded, previousAttributes(charge, refunded));
  return refund;
}

export function refundSucceeds(call: Call, id: string): void {
  const before = call.named('refund', id);
  const { pending_reason, ...refund } = before;
  tell(call, before, { ...refund, status: 'succeeded' });
}

/** The money comes back to the balance, and the charge is no longer refunded. */
export function refundFails(call: Call, id: string): void {
  const refund = call.named('refund', id);
  const deposit = postTransaction(call, {
    type: 'refund_failure',
    reporting_category: 'refund_failure',
    source: id,
    amount: refund.amount,
    currency: refund.currency,
    description: `REFUND FAILURE (${id})`,
  });
  withRefunded(call, call.named('charge', refund.charge as string), -refund.amount);
  const failed = tell(call, refund, {
    ...refund,
    failure_balance_transaction: deposit.id,
    failure_reason: 'expired_or_canceled_card',
    status: 'failed',
  });
  call.emit('refund.failed', failed);
}

function tell(call: Call, before: Stripe.Refund, after: Stripe.Refund): Stripe.Refund {
  call.put(after);
  const changes = previousAttributes(before, after);
  call.emit('refund.updated', after, changes);
  call.emit('charge.refund.updated', after, changes);
  return after;
}

function withRefunded(call: Call, charge: Stripe.Charge, amount: number): Stripe.Charge {
  const amount_refunded = charge.amount_refunded + amount;
  return call.put({ ...charge, amount_refunded, refunded: amount_refunded === charge.amount });
}

function fateOf(call: Call, { payment_method }: Stripe.Charge): TestCard['refund'] {
  return testCardWith(call.store.get('payment_method', payment_method ?? '')?.card?.fingerprint)?.refund;
}
