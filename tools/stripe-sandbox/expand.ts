import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { ownAccount } from './platform-account.ts';
import type { Kind } from './store.ts';
import { invalidRequest } from './stripe-error.ts';

const kindsByPrefix: Record<string, Kind> = {
  acct: 'account',
  ch: 'charge',
  cus: 'customer',
  dp: 'dispute',
  pi: 'payment_intent',
  pm: 'payment_method',
  po: 'payout',
  py: 'charge',
  pyr: 'refund',
  re: 'refund',
  seti: 'setup_intent',
  tr: 'transfer',
  trr: 'transfer_reversal',
  txn: 'balance_transaction',
};

/** A copy of the answer in which the ids at these paths (`latest_charge.balance_transaction`) give way to their objects. */
export function expand(call: Call, answer: object, paths: readonly string[]): object {
  return paths.reduce((expanded, path) => expandPath(call, expanded, path.split('.'), path), present(call, answer));
}

function expandPath(call: Call, value: object, [field, ...rest]: string[], path: string): object {
  if (field === undefined) return value;
  if (Array.isArray(value)) return value.map(item => expandPath(call, item, [field, ...rest], path));
  const current = resolved(call, value, field);
  if (current === undefined) throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
  if (current === null) return value;
  return { ...value, [field]: expandPath(call, current, rest, path) };
}

function resolved(call: Call, owner: object, field: string): object | null | undefined {
  const value = (owner as Record<string, unknown>)[field];
  if (field === 'refunds' && 'id' in owner) return refundsOf(call, owner as Stripe.Charge);
  if (value === null || typeof value === 'object') return value;
  if (typeof value !== 'string') return undefined;
  if (value.startsWith('ba_')) return ownAccount(call).external_accounts?.data.find(bank => bank.id === value);
  const kind = kindsByPrefix[value.slice(0, value.indexOf('_'))];
  const object = kind && call.store.find(kind, value);
  return object && present(call, object);
}

function refundsOf(call: Call, charge: Stripe.Charge): object {
  const data = call.store.all('refund').filter(refund => refund.charge === charge.id);
  return { object: 'list', data: data.reverse(), has_more: false, url: `/v1/charges/${charge.id}/refunds` };
}

/** What depends on the moment of asking is worked out when asked. */
function present(call: Call, answer: object): object {
  const object = answer as { object?: string; data?: object[] };
  if (object.object === 'list') return { ...object, data: object.data?.map(item => present(call, item)) };
  if (object.object === 'balance_transaction') return settled(call, answer as Stripe.BalanceTransaction);
  if (object.object === 'event') return withDelivery(call, answer as { id: string });
  return answer;
}

function settled(call: Call, transaction: Stripe.BalanceTransaction): Stripe.BalanceTransaction {
  return { ...transaction, status: transaction.available_on <= call.now ? 'available' : 'pending' };
}

function withDelivery(call: Call, event: { id: string }): object {
  return { ...event, pending_webhooks: call.store.platform.get('delivery', event.id)?.state === 'pending' ? 1 : 0 };
}
