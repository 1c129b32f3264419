import type Stripe from 'stripe';
import { blankCharge } from './blank-charge.ts';
import type { Call } from './call.ts';
import { newId } from './new-id.ts';
import { postTransaction } from './post-transaction.ts';

export interface TransferTerms {
  amount: number;
  currency: string;
  destination: string;
  /** The charge whose money it is: it becomes available when the charge's does. */
  source: Stripe.Charge | undefined;
  description: string | null;
  metadata: Record<string, string>;
  transfer_group: string | null;
}

/** Takes money from the balance here and adds it to that of a connected account. */
export function makeTransfer(call: Call, terms: TransferTerms): Stripe.Transfer {
  const { amount, currency, destination, source, description, metadata, transfer_group } = terms;
  const id = newId('tr');
  const available_on = Math.max(call.now, source ? availabilityOf(call, source) : 0);
  const withdrawal = postTransaction(call, {
    type: 'transfer',
    reporting_category: 'transfer',
    source: id,
    amount: -amount,
    currency,
    description,
    available_on,
  });
  const payment = destinationPayment(call.in(destination), id, { amount, currency, available_on });
  const transfer = call.put<Stripe.Transfer>({
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: withdrawal.id,
    created: call.now,
    currency,
    description,
    destination,
    destination_payment: payment.id,
    livemode: false,
    metadata,
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source?.id ?? null,
    source_type: 'card',
    transfer_group,
  });
  call.emit('transfer.created', transfer);
  return transfer;
}

/** When the money of a charge is available. */
export function availabilityOf(call: Call, charge: Stripe.Charge): number {
  return call.store.get('balance_transaction', charge.balance_transaction as string)?.available_on ?? call.now;
}

/** How the connected account sees it: as a payment from the platform. */
function destinationPayment(
  call: Call,
  transfer: string,
  { amount, currency, available_on }: { amount: number; currency: string; available_on: number },
): Stripe.Charge {
  const id = newId('py');
  const transaction = postTransaction(call, {
    type: 'payment',
    reporting_category: 'charge',
    source: id,
    amount,
    currency,
    description: null,
    available_on,
  });
  const payment = call.put<Stripe.Charge>({
    ...blankCharge(call, id, { amount, currency }),
    amount_captured: amount,
    balance_transaction: transaction.id,
    captured: true,
    paid: true,
    source_transfer: transfer,
    status: 'succeeded',
  });
  call.emit('payment.created', payment);
  return payment;
}
