/** What has an id of ours and one of the provider's: a line for each kind, with the payment that it belongs to. */
const KNOWN = `
  select 'payment' as subject, id, provider_id, id as payment_id from billing.payments
  union all
  select 'refund', id, provider_id, payment_id from billing.refunds
  union all
  select 'dispute', id, provider_id, payment_id from billing.disputes
  union all
  select 'payout', id, provider_id, null from billing.payouts`;

/** Names what the provider's object did not: by its id, or by another movement of the same object. */
export const NAME_SUBJECTS = `
  update billing.provider_transactions t set subject_id = known.id
  from (
    ${KNOWN}
    union all
    select subject, subject_id, source_id, null::uuid from billing.provider_transactions where subject_id is not null
  ) known
  where t.subject_id is null and t.subject <> 'other' and (known.subject, known.provider_id) = (t.subject, t.source_id)`;

/**
 * Each subject that moved within the period at the provider or in the ledger is compared by all that is known of it, so that
 * it does not matter on which side of midnight who heard of it. What leaves differences: see the README.
 */
export const COMPARE = `
  with this as (
    select id, from_day::timestamp at time zone 'UTC' as starts, (to_day + 1)::timestamp at time zone 'UTC' as ends,
           ?::timestamptz as as_of
    from billing.reconciliations where id = ? and completed_at is null
  ),
  moved as (
    select t.* from billing.provider_transactions t, this where created_at >= starts and created_at < ends
  ),
  touched as (
    select subject, subject_key from moved where subject <> 'other'
    union
    select split_part(reference, ':', 1), split_part(reference, ':', 2)
    from billing.ledger_transactions t, this
    where occurred_at >= starts and occurred_at < ends
      and exists (select from billing.ledger_entries e where e.transaction_id = t.id and e.account = 'assets:stripe')
  ),
  provider as (
    select subject, subject_key, currency, sum(amount)::bigint as amount, sum(fee)::bigint as fee,
           min(source_id) as provider_id
    from touched join billing.provider_transactions using (subject, subject_key)
    group by subject, subject_key, currency
  ),
  ledger as (
    select subject, subject_key, currency, -sum(amount)::bigint as amount,
           coalesce(-sum(amount) filter (where account = 'expenses:stripe_fees'), 0)::bigint as fee
    from this, touched
    join billing.ledger_transactions t
      on split_part(reference, ':', 2) = subject_key and split_part(reference, ':', 1) = subject
    join billing.ledger_entries on transaction_id = t.id and account in ('assets:stripe', 'expenses:stripe_fees')
    where occurred_at <= as_of
    group by subject, subject_key, currency
  ),
  compared as (
    select subject, subject_key, currency, provider_id, p.amount as provider_amount, p.fee as provider_fee,
           l.amount as ledger_amount, l.fee as ledger_fee
    from provider p full join ledger l using (subject, subject_key, currency)
  ),
  differing as (
    insert into billing.reconciliation_differences
    select (select id from this), row_number() over (order by c.subject, subject_key, currency),
           case when ledger_amount is null then 'missing_in_ledger'
                when provider_amount is null then 'missing_at_provider'
                when ledger_amount <> provider_amount then 'amount_differs'
                else 'fee_differs' end,
           c.subject, subject_key, known.payment_id, coalesce(c.provider_id, known.provider_id), currency,
           provider_amount, provider_fee, ledger_amount, ledger_fee
    from compared c left join (${KNOWN}) known
      on known.subject = c.subject and known.id = case when subject_key ~ '^[0-9a-f-]{36}$' then subject_key::uuid end
    where coalesce(provider_amount, 0) <> coalesce(ledger_amount, 0)
       or coalesce(provider_fee, 0) <> coalesce(ledger_fee, 0)
    returning 1
  ),
  totals as (
    select currency, count(*) as subjects, coalesce(sum(provider_amount), 0) as "providerAmount",
           coalesce(sum(provider_fee), 0) as "providerFee", coalesce(sum(ledger_amount), 0) as "ledgerAmount",
           coalesce(sum(ledger_fee), 0) as "ledgerFee"
    from compared group by currency order by currency
  ),
  others as (
    select type, currency, count(*) as count, sum(amount) as amount, sum(fee) as fee
    from moved where subject = 'other' group by type, currency order by type, currency
  ),
  balances as (
    select currency, coalesce(p.amount, 0) as provider, coalesce(-l.balance, 0) as ledger
    from jsonb_to_recordset(?::jsonb) as p (currency text, amount bigint)
    full join (select currency, balance from billing.ledger_account_balances where account = 'assets:stripe') l
      using (currency)
    order by currency
  )
  update billing.reconciliations set completed_at = ?,
    differences = (select count(*) from differing),
    totals = (select coalesce(jsonb_agg(t), '[]') from totals t),
    others = (select coalesce(jsonb_agg(o), '[]') from others o),
    balances = (select coalesce(jsonb_agg(b), '[]') from balances b)
  where id = (select id from this)
  returning differences`;
