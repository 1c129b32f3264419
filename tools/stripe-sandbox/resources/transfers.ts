import type Stripe from 'stripe';
import { checkFunds } from '../balance.ts';
import type { Call } from '../call.ts';
import { supportedCurrency } from '../currencies.ts';
import { listRoute } from '../list-page.ts';
import { livingAccount } from '../living-account.ts';
import { makeTransfer } from '../make-transfer.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { integerWithin, oneOf, required, string, text } from '../parameters.ts';
import { type Routes, route } from '../route.ts';
import { invalidRequest, missingParameter } from '../stripe-error.ts';

const terms = {
  amount: integerWithin(1, 99_999_999),
  currency: required(string),
  destination: required(string),
  description: text,
  metadata,
  source_transaction: string,
  source_type: oneOf('card'),
  transfer_group: string,
};

export const transferRoutes: Routes = {
  'POST /v1/transfers': route(terms, (call, { description = null, ...params }) => {
    const currency = supportedCurrency(params.currency);
    const destination = recipient(call, params.destination);
    const source = params.source_transaction ? sourceCharge(call, params.source_transaction, currency) : undefined;
    const left = source && source.amount - transferredOf(call, source);
    const amount = params.amount ?? left;
    if (amount === undefined) throw missingParameter('amount');
    if (left === undefined) checkFunds(call, amount, currency);
    else if (amount > left || amount === 0) throw exceedsSource(left);
    return makeTransfer(call, {
      amount,
      currency,
      destination,
      source,
      description,
      metadata: withMetadata({}, params.metadata),
      transfer_group: params.transfer_group ?? (source ? groupOf(call, source) : null),
    });
  }),

  'GET /v1/transfers': listRoute(
    'transfer',
    '/v1/transfers',
    { destination: string, transfer_group: string },
    (transfer, { destination, transfer_group }) =>
      (destination === undefined || transfer.destination === destination) &&
      (transfer_group === undefined || transfer.transfer_group === transfer_group),
  ),

  'GET /v1/transfers/:id': route({}, (call, _, id) => call.named('transfer', id)),

  'POST /v1/transfers/:id': route({ description: text, metadata }, (call, { description, metadata }, id) => {
    const before = call.named('transfer', id);
    const after = call.put<Stripe.Transfer>({
      ...before,
      ...(description !== undefined && { description }),
      metadata: withMetadata(before.metadata, metadata),
    });
    call.emit('transfer.updated', after);
    return after;
  }),
};

function recipient(call: Call, id: string): string {
  const { capabilities } = livingAccount(call, id, 'destination');
  if (capabilities?.transfers === 'active' || capabilities?.legacy_payments === 'active') return id;
  throw invalidRequest(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, legacy_payments',
    { code: 'insufficient_capabilities_for_transfer' },
  );
}

function sourceCharge(call: Call, id: string, currency: string): Stripe.Charge {
  const charge = call.referenced('charge', id, 'source_transaction');
  if (charge.status !== 'succeeded') throw invalidRequest(`Charge ${id} was not successful.`);
  if (charge.currency === currency) return charge;
  const message = `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${currency})`;
  throw invalidRequest(message, { param: 'currency' });
}

function transferredOf(call: Call, source: Stripe.Charge): number {
  return call.store
    .all('transfer')
    .filter(transfer => transfer.source_transaction === source.id)
    .reduce((sum, { amount }) => sum + amount, 0);
}

function exceedsSource(left: number) {
  const message = `Transfers using this transaction as a source must not exceed the source amount: ${left} is left.`;
  return invalidRequest(message, { param: 'amount' });
}

/** Binds a charge to the transfers of its money. */
function groupOf(call: Call, source: Stripe.Charge): string {
  if (source.transfer_group) return source.transfer_group;
  const transfer_group = `group_${source.payment_intent}`;
  call.put({ ...source, transfer_group });
  return transfer_group;
}
