import { Migration } from '@mikro-orm/migrations';

/**
 * What payees earned and when it is theirs to take, of which only what reversals took of it changes; their accounts at Stripe;
 * and what is paid out to them, asked for by themselves or by a run of all.
 */
export class Payouts extends Migration {
  override up(): void {
    this.addSql(`
create table billing.earnings (
  payment_id uuid not null references billing.payments,
  payee_id uuid not null,
  sale bigint not null,
  amount bigint not null check (amount > 0 and amount <= sale),
  currency text not null,
  basis_points integer check (basis_points between 0 and 10000),
  reversed bigint not null check (reversed >= 0),
  earned_at timestamptz not null,
  available_at timestamptz not null check (available_at >= earned_at),
  primary key (payment_id, payee_id),
  constraint earnings_reversal_fits check (reversed <= amount)
);
create index earnings_by_payee on billing.earnings (payee_id, currency, available_at);
create index earnings_by_availability on billing.earnings (available_at);

create function billing.earnings_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'reversed' = to_jsonb(old) - 'reversed' then
      return new;
    end if;
  end if;
  raise exception 'earnings are frozen but for what reversals took of them' using errcode = 'AZ006';
end $$;
create trigger frozen before update or delete on billing.earnings
  for each row execute function billing.earnings_refuse_change();
create trigger frozen_truncate before truncate on billing.earnings
  for each statement execute function billing.earnings_refuse_change();

insert into billing.earnings
with parts as (
  select coalesce(p.id, r.payment_id, d.payment_id) as payment_id, t.kind, t.occurred_at, e.amount, e.currency,
         split_part(e.account, ':', 2)::uuid as payee_id
  from billing.ledger_transactions t
  join billing.ledger_entries e on e.transaction_id = t.id
  left join billing.payments p on t.kind = 'sale' and p.id::text = split_part(t.reference, ':', 2)
  left join billing.refunds r on t.kind in ('refund', 'refund_return') and r.id::text = split_part(t.reference, ':', 2)
  left join billing.disputes d on t.kind in ('dispute', 'dispute_return') and d.id::text = split_part(t.reference, ':', 2)
  where e.account ~ '^(payable|receivable):'
    and t.kind in ('sale', 'refund', 'refund_return', 'dispute', 'dispute_return')
)
select payment_id, payee_id, p.amount, sum(parts.amount) filter (where kind = 'sale'), parts.currency, null,
       coalesce(-sum(parts.amount) filter (where kind <> 'sale'), 0), min(occurred_at), min(occurred_at) + interval '30 days'
from parts join billing.payments p on p.id = payment_id
group by payment_id, payee_id, p.amount, parts.currency;

create table billing.payout_accounts (
  user_id uuid primary key,
  provider_id text not null unique,
  state text not null check (state in ('onboarding', 'restricted', 'ready')),
  wanted text[] not null,
  asked_at timestamptz not null,
  closed_at timestamptz
);

create table billing.payout_runs (
  id uuid primary key,
  month text constraint payout_runs_one_a_month unique check (month ~ '^\\d{4}-\\d\\d$'),
  operation_id uuid constraint payout_runs_one_for_operation unique,
  started_by uuid,
  started_at timestamptz not null,
  check (num_nonnulls(month, operation_id) = 1)
);

create table billing.payout_run_lines (
  run_id uuid not null references billing.payout_runs deferrable initially deferred,
  payee_id uuid not null,
  currency text not null,
  available bigint not null check (available >= 0),
  skipped text,
  primary key (run_id, payee_id, currency)
);

create table billing.payouts (
  id uuid primary key,
  payee_id uuid not null,
  account_id text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  requested_at timestamptz not null,
  operation_id uuid constraint payouts_one_for_operation unique,
  run_id uuid references billing.payout_runs,
  state text not null check (state in ('pending', 'unknown', 'paid', 'failed', 'reversed')),
  provider_id text unique,
  failure jsonb,
  reversed bigint not null check (reversed between 0 and amount),
  checks integer not null,
  check_at timestamptz,
  spent_at timestamptz,
  constraint payouts_one_in_run unique (run_id, payee_id, currency),
  check (num_nonnulls(operation_id, run_id) = 1),
  check ((state = 'failed') = (failure is not null)),
  check (reversed = 0 or state in ('paid', 'reversed')),
  check ((state = 'reversed') = (reversed = amount))
);
create index payouts_by_payee on billing.payouts (payee_id, requested_at, id);
create index payouts_by_age on billing.payouts (requested_at, id);
create index payouts_by_state on billing.payouts (state, requested_at, id);
create index payouts_to_check on billing.payouts (check_at) where check_at is not null;
`);
  }

  override down(): void {
    this.addSql(`
drop table billing.payouts, billing.payout_run_lines, billing.payout_runs, billing.payout_accounts, billing.earnings;
drop function billing.earnings_refuse_change();
`);
  }
}
