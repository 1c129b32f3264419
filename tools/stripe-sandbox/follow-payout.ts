import type Stripe from 'stripe';
import type { Call } from './call.ts';
import { withBanks } from './change-account.ts';
import { ownAccount } from './platform-account.ts';
import { postTransaction } from './post-transaction.ts';
import { previousAttributes } from './previous-attributes.ts';
import { saveAccount } from './save-account.ts';
import { payoutFailureMessage } from './test-banks.ts';

export function payoutLeaves(call: Call, id: string): void {
  const payout = call.named('payout', id);
  if (payout.status === 'pending') change(call, payout, { status: 'in_transit' }, 'payout.updated');
}

export function payoutArrives(call: Call, id: string): void {
  const payout = call.named('payout', id);
  if (payout.status === 'canceled') return;
  const reconciliation_status = payout.automatic ? 'completed' : payout.reconciliation_status;
  change(call, payout, { reconciliation_status, status: 'paid' }, 'payout.paid');
}

/** The money comes back, and the bank account gets no more until another takes its place. */
export function payoutFails(call: Call, id: string, failure_code: string): void {
  const payout = call.named('payout', id);
  if (payout.status === 'canceled') return;
  const deposit = returnFunds(call, payout, 'payout_failure');
  const failure = {
    failure_balance_transaction: deposit.id,
    failure_code,
    failure_message: payoutFailureMessage(failure_code),
    status: 'failed',
  };
  change(call, payout, failure, 'payout.failed');
  if (call.account !== undefined) closeBank(call, payout.destination as string);
}

export function cancelPayout(call: Call, payout: Stripe.Payout): Stripe.Payout {
  const deposit = returnFunds(call, payout, 'payout_cancel');
  return change(call, payout, { failure_balance_transaction: deposit.id, status: 'canceled' }, 'payout.canceled');
}

function change(call: Call, before: Stripe.Payout, changes: Partial<Stripe.Payout>, event: string): Stripe.Payout {
  const after = call.put<Stripe.Payout>({ ...before, ...changes });
  call.emit(event, after, previousAttributes(before, after));
  return after;
}

function returnFunds(
  call: Call,
  { id, amount, currency }: Stripe.Payout,
  type: 'payout_cancel' | 'payout_failure',
): Stripe.BalanceTransaction {
  return postTransaction(call, {
    type,
    reporting_category: 'payout_reversal',
    source: id,
    amount,
    currency,
    description: 'STRIPE PAYOUT RETURNED',
  });
}

function closeBank(call: Call, id: string): void {
  const account = ownAccount(call);
  const banks = (account.external_accounts?.data ?? []).map(bank =>
    bank.id === id ? { ...bank, status: 'errored' } : bank,
  );
  const saved = saveAccount(call, account, { ...account, ...withBanks(account, banks as Stripe.ExternalAccount[]) });
  const errored = saved.external_accounts?.data.find(bank => bank.id === id);
  if (errored) call.emit('account.external_account.updated', errored);
}
