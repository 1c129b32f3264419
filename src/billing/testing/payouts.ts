import { CommandBus } from '@nestjs/cqrs';
import Stripe from 'stripe';
import type { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { RecordPayoutAccount } from '../commands/record-payout-account.ts';
import { RememberPayoutAccount } from '../commands/remember-payout-account.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';
import { Payout } from '../domain/payout.ts';
import { aSnapshot, NOON } from './payments.ts';

/** A payout of 34.99 USD, asked for by its payee. */
export function aPayout(amount = Money.of(3_499, 'USD')): Payout {
  return Payout.request(newId(), newId(), 'acct_1', amount, { operationId: newId() }, NOON);
}

/** A payee has earned `amount` by a sale of just that. @returns the id of the payment */
export async function anEarning(
  azora: Azora,
  payeeId: string,
  amount: number,
  currency = 'USD',
  settlement: Partial<ProviderPayment> = {},
): Promise<string> {
  const commands = azora.app.get(CommandBus);
  const shares = [{ payeeId, amount }];
  const price = Money.of(amount, currency);
  const request = new RequestPayment(newId(), 'course_purchase', newId(), price, shares, 'Course: Tests');
  const { paymentId } = await commands.execute(request);
  await commands.execute(
    new RecordOutcome(paymentId, aSnapshot('succeeded', { id: `pi_${newId()}`, fee: 0, ...settlement })),
  );
  return paymentId;
}

/** A payee can receive at once, at an account that only we believe in. */
export async function aBelievedAccount(azora: Azora, payeeId = newId()): Promise<string> {
  const commands = azora.app.get(CommandBus);
  const id = await commands.execute(new RememberPayoutAccount(payeeId, `acct_${payeeId}`));
  await commands.execute(new RecordPayoutAccount({ id, state: 'ready', wanted: [] }, azora.clock.now()));
  return payeeId;
}

/** A payee can receive at an account at Stripe. */
export async function anAccountAtStripe(azora: Azora, payeeId = newId()): Promise<string> {
  const commands = azora.app.get(CommandBus);
  const stripe = azora.app.get(Stripe, { strict: false });
  const { id } = await stripe.accounts.create({
    type: 'express',
    capabilities: { transfers: { requested: true } },
  });
  azora.stripe.onboard(id);
  await commands.execute(new RememberPayoutAccount(payeeId, id));
  await commands.execute(new RecordPayoutAccount({ id, state: 'ready', wanted: [] }, azora.clock.now()));
  return payeeId;
}

/** Money of the platform that Stripe can transfer at once. */
export async function fundedAtStripe(azora: Azora, amount = 1_000_000, currency = 'usd'): Promise<void> {
  await azora.app.get(Stripe, { strict: false }).paymentIntents.create({
    amount,
    currency,
    payment_method: 'pm_card_bypassPending',
    confirm: true,
    return_url: azora.url,
  });
}

/** What the books may never show of payouts, with everything that the ledger finds wrong in itself. */
export async function faultsOfPayouts(azora: Azora): Promise<object[]> {
  return rowsOf(
    azora,
    `select 'not conserved' as fault, currency as subject from billing.ledger_account_balances
       group by currency having sum(balance) <> 0
     union all
     select 'a payee with money and a debt', p.account from billing.ledger_account_balances p
       join billing.ledger_account_balances r on r.account = replace(p.account, 'payable:', 'receivable:') and r.currency = p.currency
       where p.account like 'payable:%' and p.balance > 0 and r.balance < 0
     union all
     select 'a payout without its posting', id::text from billing.payouts p
       where not exists (select 1 from billing.ledger_transactions where reference = 'payout:' || p.id)
     union all
     select 'clearing differs from what is on its way', currency from (
       select currency, sum(balance) as balance from billing.ledger_account_balances where account = 'clearing:payouts' group by 1
     ) c full join (
       select currency, sum(amount) as amount from billing.payouts where state in ('pending', 'unknown') group by 1
     ) p using (currency) where coalesce(c.balance, 0) <> coalesce(p.amount, 0)
     union all
     select * from billing.ledger_faults()`,
  );
}
