import type Stripe from 'stripe';
import { checkFunds } from '../balance.ts';
import { blankRefund } from '../blank-refund.ts';
import type { Call } from '../call.ts';
import { listPage } from '../list-page.ts';
import { availabilityOf } from '../make-transfer.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { newId } from '../new-id.ts';
import { integer, integerWithin, string } from '../parameters.ts';
import { postTransaction } from '../post-transaction.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest, notFound } from '../stripe-error.ts';

export const transferReversalRoutes: Routes = {
  'POST /v1/transfers/:id/reversals': route(
    { amount: integerWithin(1, 99_999_999), metadata, ...ignored('description', 'refund_application_fee') },
    (call, { metadata, ...params }, id) => {
      const transfer = call.named('transfer', id);
      const left = transfer.amount - transfer.amount_reversed;
      if (left === 0) throw invalidRequest(`Transfer ${id} is already fully reversed.`);
      const { amount = left } = params;
      if (amount > left) {
        const message = `Transfer reversal amount (${amount}) is greater than unreversed amount on transfer (${left})`;
        throw invalidRequest(message, { param: 'amount' });
      }
      return reverse(call, transfer, amount, withMetadata({}, metadata));
    },
  ),

  'GET /v1/transfers/:id/reversals': route(
    { limit: integer, starting_after: string, ending_before: string },
    (call, paging, id) => {
      const { url } = call.named('transfer', id).reversals;
      return listPage(call, 'transfer_reversal', url, paging, reversal => reversal.transfer === id);
    },
  ),

  'GET /v1/transfers/:id/reversals/:part': route({}, (call, _, id, part) => reversalOf(call, id, part)),

  'POST /v1/transfers/:id/reversals/:part': route({ metadata }, (call, { metadata }, id, part) => {
    const reversal = reversalOf(call, id, part);
    return call.put({ ...reversal, metadata: withMetadata(reversal.metadata ?? {}, metadata) });
  }),
};

function reversalOf(call: Call, transfer: string, id: string): Stripe.TransferReversal {
  const reversal = call.named('transfer_reversal', id);
  if (reversal.transfer !== transfer) throw notFound('transfer_reversal', id);
  return reversal;
}

function reverse(
  call: Call,
  transfer: Stripe.Transfer,
  amount: number,
  metadata: Record<string, string>,
): Stripe.TransferReversal {
  const { currency } = transfer;
  const id = newId('trr');
  const refund = returnPayment(call.in(transfer.destination as string), transfer, amount);
  const deposit = postTransaction(call, {
    type: 'transfer_refund',
    reporting_category: 'transfer_reversal',
    source: id,
    amount,
    currency,
    description: `REFUND FOR TRANSFER (${transfer.id})`,
    available_on: refund.available_on,
  });
  const reversal = call.put<Stripe.TransferReversal>({
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: deposit.id,
    created: call.now,
    currency,
    destination_payment_refund: refund.id,
    metadata,
    source_refund: null,
    transfer: transfer.id,
  });
  call.emit('transfer.reversed', withReversal(call, transfer, reversal));
  return reversal;
}

function withReversal(call: Call, transfer: Stripe.Transfer, reversal: Stripe.TransferReversal): Stripe.Transfer {
  const amount_reversed = transfer.amount_reversed + reversal.amount;
  const data = [reversal, ...transfer.reversals.data];
  return call.put<Stripe.Transfer>({
    ...transfer,
    amount_reversed,
    reversals: { ...transfer.reversals, data: data.slice(0, 10), has_more: data.length > 10 },
    reversed: amount_reversed === transfer.amount,
  });
}

/** Money that is still pending in the connected account goes back as it came. */
function returnPayment(call: Call, { destination_payment }: Stripe.Transfer, amount: number) {
  const payment = call.referenced('charge', destination_payment as string, 'transfer');
  const { currency } = payment;
  const available_on = Math.max(call.now, availabilityOf(call, payment));
  checkFunds(call, amount, currency, available_on);
  const id = newId('pyr');
  const withdrawal = postTransaction(call, {
    type: 'payment_refund',
    reporting_category: 'refund',
    source: id,
    amount: -amount,
    currency,
    description: `REFUND FOR PAYMENT (${payment.id})`,
    available_on,
  });
  const amount_refunded = payment.amount_refunded + amount;
  call.put({ ...payment, amount_refunded, refunded: amount_refunded === payment.amount });
  call.put<Stripe.Refund>({
    ...blankRefund(call, id, { amount, currency }),
    balance_transaction: withdrawal.id,
    charge: payment.id,
    status: 'succeeded',
  });
  return { id, available_on };
}
