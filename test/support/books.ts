import type { Azora } from './azora.ts';
import { rowsOf } from './stored.ts';

/** Whatever the books may never show, whenever one looks. */
export function faultsInBooks(azora: Azora): Promise<object[]> {
  return rowsOf(
    azora,
    `select 'not conserved' as fault, currency as subject from billing.ledger_account_balances
       group by currency having sum(balance) <> 0
     union all
     select 'a payee owes less than nothing', account from billing.ledger_account_balances
       where account like 'receivable:%' and balance > 0
     union all
     select 'a payee with money and a debt', p.account from billing.ledger_account_balances p
       join billing.ledger_account_balances r on r.account = replace(p.account, 'payable:', 'receivable:') and r.currency = p.currency
       where p.account like 'payable:%' and p.balance > 0 and r.balance < 0
     union all
     select 'refunded or disputed otherwise than posted', p.id::text from billing.payments p
       where p.refunded <> (select coalesce(sum(amount), 0) from billing.refunds where payment_id = p.id and state = 'succeeded')
          or p.refunding <> (select coalesce(sum(amount), 0) from billing.refunds where payment_id = p.id and state in ('pending', 'unknown'))
          or p.disputed <> (select coalesce(sum(amount), 0) from billing.disputes where payment_id = p.id and funds = 'withdrawn')
     union all
     select 'an earning differs from the books', e.payee_id::text from billing.earnings e
       where e.amount - e.reversed <> (
         select coalesce(sum(l.amount), 0) from billing.ledger_entries l join billing.ledger_transactions t on t.id = l.transaction_id
         where split_part(l.account, ':', 2) = e.payee_id::text
           and (t.reference = 'payment:' || e.payment_id || ':sale'
                or split_part(t.reference, ':', 2) in (
                  select id::text from billing.refunds where payment_id = e.payment_id
                  union all select id::text from billing.disputes where payment_id = e.payment_id)))
     union all
     select 'a sale differs from its payment', e.payment_id::text from billing.earnings e join billing.payments p on p.id = e.payment_id
       where (e.subject, e.sale, e.refunded, e.sale - e.refunded - e.fees) is distinct from
             (p.subject, p.amount, least(p.refunded + p.disputed, p.amount),
              (select sum(amount - reversed) from billing.earnings where payment_id = p.id)::bigint)
     union all
     select * from billing.ledger_faults()`,
  );
}

/**
 * Every payment and refund that has not come to its end, and every purchase that does not know of the end of its payment.
 * @param payerId of one person; without it of everybody
 */
export function openIn(azora: Azora, payerId: string | null = null): Promise<object[]> {
  return rowsOf(
    azora,
    `with paid as (select * from billing.payments where $1::uuid is null or payer_id = $1)
     select 'payment' as what, id, state from paid
       where state not in ('succeeded', 'failed', 'canceled', 'voided') or state = 'succeeded' and fee is null
     union all
     select 'refund', r.id, r.state from billing.refunds r join paid on paid.id = r.payment_id
       where r.state not in ('succeeded', 'failed') or r.state = 'succeeded' and r.fee is null
     union all
     select 'purchase', p.id, p.state from catalog.purchases p
       left join paid on paid.reference = p.id and paid.state = 'succeeded'
       where ($1::uuid is null or p.learner_id = $1)
         and p.state <> case when paid.id is null then 'pending' when paid.refunded = paid.amount then 'refunded' else 'paid' end
         -- What the bank has sent back is for a person to give again.
         and not (p.state = 'refunded' and exists (select 1 from billing.refunds where payment_id = paid.id and state = 'failed'))`,
    [payerId],
  );
}

/** Expects that the books agree with Stripe to the cent: every payment, every refund, and what Stripe holds for us. */
export async function expectBooksOfStripe(azora: Azora): Promise<void> {
  expect(await faultsInBooks(azora)).toEqual([]);
  expect(await booked(azora)).toEqual(atStripe(azora));
}

interface Totals {
  /** By the id of the payment, once for each time it was taken: amount and what has gone back of it. */
  readonly payments: readonly string[];
  /** By the id of the refund, once for each time it was given. */
  readonly refunds: readonly string[];
  readonly balances: Readonly<Record<string, number>>;
}

async function booked(azora: Azora): Promise<Totals> {
  const payments = await rowsOf<{ id: string; amount: number; refunded: number }>(
    azora,
    `select id, amount::int, refunded::int from billing.payments where state = 'succeeded'`,
  );
  const refunds = await rowsOf<{ id: string; amount: number }>(
    azora,
    `select id, amount::int from billing.refunds where state = 'succeeded' and operation_id is not null`,
  );
  const balances = await rowsOf<{ account: string; currency: string; balance: number }>(
    azora,
    `select account, currency, balance::int from billing.ledger_account_balances
     where (account = 'assets:stripe' or account like 'clearing:%') and balance <> 0`,
  );
  return {
    payments: sorted(payments.map(({ id, amount, refunded }) => `${id} ${amount} ${refunded}`)),
    refunds: sorted(refunds.map(({ id, amount }) => `${id} ${amount}`)),
    // Whatever is left in a clearing account appears here, and Stripe knows nothing like it.
    balances: Object.fromEntries(
      balances.map(({ account, currency, balance }) => [`${account} ${currency}`, -balance || 0]),
    ),
  };
}

function atStripe({ stripe: { store } }: Azora): Totals {
  const refunds = store.all('refund').filter(({ status }) => status === 'succeeded');
  const refunded = (intent: string) =>
    refunds.reduce((sum, { payment_intent, amount }) => sum + (payment_intent === intent ? amount : 0), 0);
  const balances: Record<string, number> = {};
  for (const { net, currency } of store.all('balance_transaction')) {
    const account = `assets:stripe ${currency.toUpperCase()}`;
    balances[account] = (balances[account] ?? 0) + net;
  }
  return {
    payments: sorted(
      store
        .all('payment_intent')
        .filter(({ status }) => status === 'succeeded')
        .map(({ id, amount, metadata }) => `${metadata.payment_id} ${amount} ${refunded(id)}`),
    ),
    refunds: sorted(
      refunds
        .filter(({ metadata }) => metadata?.refund_id)
        .map(({ metadata, amount }) => `${metadata?.refund_id} ${amount}`),
    ),
    balances: Object.fromEntries(Object.entries(balances).filter(([, balance]) => balance !== 0)),
  };
}

function sorted(lines: string[]): string[] {
  return lines.sort((a, b) => (a < b ? -1 : 1));
}
