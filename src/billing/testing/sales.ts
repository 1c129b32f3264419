import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment, type Share } from '../billing.contract.ts';
import { RecordDisputes } from '../commands/record-disputes.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { RecordRefunds } from '../commands/record-refunds.ts';
import { GetEarned, ListEarnings, ListSales } from '../earnings.contract.ts';
import { GetPayoutBalance } from '../queries/get-payout-balance.ts';
import { disputed, type Stage } from './disputes.ts';
import { aSnapshot } from './payments.ts';
import { said } from './refunds.ts';

type Amounted = Readonly<Record<string, { readonly amount: number } | number | string | null>>;

/** Something is sold to somebody, and settled without a fee. @returns the id of the payment */
export async function aSale(azora: Azora, price: Money, shares: readonly Share[], subject?: string): Promise<string> {
  const about = [newId(), 'course_purchase', newId(), price, shares, 'Course: Tests', undefined, subject] as const;
  const { paymentId } = await azora.app.get(CommandBus).execute(new RequestPayment(...about));
  const outcome = aSnapshot('succeeded', { id: `pi_${newId()}`, fee: 0 });
  await azora.app.get(CommandBus).execute(new RecordOutcome(paymentId, outcome));
  return paymentId;
}

/** Somebody gives it back at the provider; told again as failed, the bank has sent it back. */
export async function giveBack(
  azora: Azora,
  paymentId: string,
  { amount, currency }: Money,
  state: 'succeeded' | 'failed' = 'succeeded',
  id = newId(),
): Promise<string> {
  const told = said({ id, amount: Money.of(amount, currency) }, state, { refundId: null });
  await azora.app.get(CommandBus).execute(new RecordRefunds(paymentId, [told]));
  return id;
}

/** The payer's bank does something about a payment. */
export async function dispute(azora: Azora, paymentId: string, { amount, currency }: Money, stages: readonly Stage[]) {
  const id = `dp_${newId()}`;
  for (const stage of stages) {
    const told = disputed(stage, { id, amount, currency });
    await azora.app.get(CommandBus).execute(new RecordDisputes(paymentId, [told]));
  }
}

/** Expects that all that a payee reads of what they earned agrees with itself, with their payouts and with the ledger. */
export async function expectReportsOfTheLedger(azora: Azora, payeeId: string): Promise<void> {
  const queries = azora.app.get(QueryBus);
  const rows = await queries.execute(new ListEarnings(payeeId, {}));
  const sales = await queries.execute(new ListSales(payeeId, {}, 1_000));
  const earned = await queries.execute(new GetEarned(payeeId));
  const { balances } = await queries.execute(new GetPayoutBalance(payeeId));
  for (const { gross, refunds, fees, others, share } of [...rows, ...sales, ...earned.map(({ allTime }) => allTime)])
    expect(gross.amount - refunds.amount).toBe(fees.amount + others.amount + share.amount);
  for (const { share, held, available, paid } of rows)
    expect(share.amount).toBe(held.amount + available.amount + paid.amount);
  for (const { currency, allTime, balance } of earned) {
    const { debt, ...standing } = balance;
    const mine = rows.filter(({ gross }) => gross.currency === currency);
    const { sales: count, ...parts } = allTime;
    expect(totalsOf(mine, Object.keys({ ...parts, ...standing }))).toEqual(amountsOf({ ...parts, ...standing }));
    const single = sales.filter(({ gross }) => gross.currency === currency);
    expect(totalsOf(single, Object.keys(parts))).toEqual(amountsOf(parts));
    expect([single.length, mine.reduce((sum, row) => sum + row.sales, 0)]).toEqual([count, count]);
    const owed = await owedInLedger(azora, payeeId, currency);
    expect(standing.held.amount + standing.available.amount - debt.amount).toBe(owed);
    const payout = balances.find(other => other.currency === currency);
    expect([payout?.available, payout?.debt]).toEqual([standing.available, debt]);
  }
}

function totalsOf(rows: readonly object[], names: readonly string[]) {
  const total = (name: string) => rows.reduce((sum, row) => sum + (amountsOf(row as Amounted)[name] ?? 0), 0);
  return Object.fromEntries(names.map(name => [name, total(name)]));
}

function amountsOf(row: Amounted): Record<string, number> {
  const amounts = Object.entries(row).map(([name, value]) => [
    name,
    value !== null && typeof value === 'object' ? value.amount : 0,
  ]);
  return Object.fromEntries(amounts);
}

/** What the ledger says that we owe a payee, less what they owe us. */
async function owedInLedger(azora: Azora, payeeId: string, currency: string): Promise<number> {
  const [row] = await rowsOf<{ owed: number }>(
    azora,
    `select coalesce(sum(balance), 0)::bigint as owed from billing.ledger_account_balances
     where account in ('payable:' || $1, 'receivable:' || $1) and currency = $2`,
    [payeeId, currency],
  );
  return row?.owed ?? 0;
}
