import { Migration } from '@mikro-orm/migrations';

export class Reconciliation extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.payments add column exchange jsonb, add column spent_at timestamptz;
alter table billing.refunds add column exchange jsonb, add column spent_at timestamptz;

-- How often a payer was charged since a moment. Whoever counts next waits until this transaction ends, and counts what it has added.
create function billing.count_charges(payer uuid, since timestamptz) returns integer language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('billing.charges:' || payer, 0));
  return (select count(*) from billing.payments where payer_id = payer and submitted_at > since);
end $$;
create index payments_by_charge on billing.payments (payer_id, submitted_at) where submitted_at is not null;

-- What one process at a time does for all: how far the last round got, when the next is due, until when somebody is at it.
create table billing.rounds (
  name text primary key,
  reached timestamptz not null,
  due_at timestamptz not null,
  leased_until timestamptz
);

-- What moved in the provider's balance, as it says itself.
create table billing.provider_transactions (
  id text primary key,
  created_at timestamptz not null,
  type text not null,
  subject text not null check (subject in ('payment', 'refund', 'dispute', 'payout', 'other')),
  subject_id uuid,
  source_id text,
  -- Our id once it is known, the provider's until then.
  subject_key text generated always as (coalesce(subject_id::text, source_id)) stored,
  currency text not null,
  amount bigint not null,
  fee bigint not null
);
create index provider_transactions_by_age on billing.provider_transactions (created_at);
create index provider_transactions_by_subject on billing.provider_transactions (subject, subject_key);
create index provider_transactions_by_source on billing.provider_transactions (subject, source_id);
create index provider_transactions_unnamed on billing.provider_transactions (subject, source_id)
  where subject_id is null and subject <> 'other';

create table billing.reconciliations (
  id uuid primary key,
  from_day date not null,
  to_day date not null,
  -- Null for those that are made every day.
  requested_by uuid,
  requested_at timestamptz not null,
  completed_at timestamptz,
  differences integer,
  totals jsonb,
  others jsonb,
  balances jsonb,
  constraint reconciliations_period check (from_day <= to_day),
  constraint reconciliations_complete check (
    num_nulls(completed_at, differences, totals, others, balances) in (0, 5))
);
create unique index reconciliations_open on billing.reconciliations (from_day, to_day) where completed_at is null;
create unique index reconciliations_daily on billing.reconciliations (to_day) where requested_by is null;
create index reconciliations_by_age on billing.reconciliations (requested_at, id);
create index reconciliations_by_end on billing.reconciliations (completed_at) where completed_at is not null;

create table billing.reconciliation_differences (
  reconciliation_id uuid not null references billing.reconciliations,
  position integer not null,
  kind text not null check (kind in ('missing_in_ledger', 'missing_at_provider', 'amount_differs', 'fee_differs')),
  subject text not null,
  subject_key text not null,
  payment_id uuid,
  provider_id text,
  currency text not null,
  provider_amount bigint,
  provider_fee bigint,
  ledger_amount bigint,
  ledger_fee bigint,
  primary key (reconciliation_id, position)
);

-- What stays in a clearing account until the provider has said what it cost.
create index payments_unsettled on billing.payments (id) where state = 'succeeded' and fee is null;
create index refunds_unsettled on billing.refunds (id) where state = 'succeeded' and fee is null;
create index disputes_unsettled on billing.disputes (id)
  where (funds <> 'kept' and fee is null) or (funds = 'returned' and returned_fee is null);

-- Of whom an event tells is nothing that the books need, and would outlive their erasure.
update billing.provider_events set payload = payload || jsonb_build_object('data', jsonb_build_object('object', (
  select coalesce(jsonb_object_agg(key, kept), '{}') from (
    select key, case when key <> 'metadata' then value else (
      select coalesce(jsonb_object_agg(ours.key, ours.value), '{}')
      from jsonb_each(case jsonb_typeof(value) when 'object' then value else '{}' end) ours
      where ours.key in ('payment_id', 'refund_id', 'payout_id')
    ) end as kept
    from jsonb_each(case jsonb_typeof(payload #> '{data,object}') when 'object' then payload #> '{data,object}' else '{}' end)
    where key = 'metadata' and jsonb_typeof(value) = 'object'
       or key in ('id', 'object', 'status', 'amount', 'currency', 'customer', 'charge', 'payment_intent')
         and jsonb_typeof(value) not in ('object', 'array', 'null')
  ) kept
)));

-- To find what was booked for one subject, and what was booked on one day.
create index ledger_transactions_by_subject on billing.ledger_transactions (split_part(reference, ':', 2));
create index ledger_transactions_by_time on billing.ledger_transactions using brin (occurred_at);

-- How the provider has settled is a fact: once known, it never changes.
create function billing.refuse_other_settlement() returns trigger language plpgsql as $$
begin
  raise exception 'the settlement of % stands', old.id;
end $$;
create trigger settlement_stands before update of fee, exchange on billing.payments for each row
  when (old.fee is not null and (new.fee, new.exchange) is distinct from (old.fee, old.exchange))
  execute function billing.refuse_other_settlement();
create trigger settlement_stands before update of fee, exchange on billing.refunds for each row
  when (old.fee is not null and (new.fee, new.exchange) is distinct from (old.fee, old.exchange))
  execute function billing.refuse_other_settlement();
create trigger settlement_stands before update of fee, exchange on billing.disputes for each row
  when (old.fee is not null and (new.fee, new.exchange) is distinct from (old.fee, old.exchange))
  execute function billing.refuse_other_settlement();
create trigger return_stands before update of returned_fee, returned_exchange on billing.disputes for each row
  when (old.returned_fee is not null
    and (new.returned_fee, new.returned_exchange) is distinct from (old.returned_fee, old.returned_exchange))
  execute function billing.refuse_other_settlement();
`);
  }

  override down(): void {
    this.addSql(`
drop index billing.payments_unsettled, billing.refunds_unsettled, billing.disputes_unsettled;
drop index billing.ledger_transactions_by_subject, billing.ledger_transactions_by_time;
drop table billing.reconciliation_differences, billing.reconciliations, billing.provider_transactions;
drop table billing.rounds;

drop index billing.payments_by_charge;
drop function billing.count_charges(uuid, timestamptz);

drop trigger return_stands on billing.disputes;
drop trigger settlement_stands on billing.disputes;
drop trigger settlement_stands on billing.refunds;
drop trigger settlement_stands on billing.payments;
drop function billing.refuse_other_settlement();
alter table billing.refunds drop column exchange, drop column spent_at;
alter table billing.payments drop column exchange, drop column spent_at;
`);
  }
}
