import { Migration } from '@mikro-orm/migrations';

/**
 * Receipts, numbered without gaps, of which only who the payer was can be forgotten; and lists of payments by time.
 */
export class Receipts extends Migration {
  override up(): void {
    this.addSql(`
drop index billing.payments_by_payer;
create index payments_by_payer on billing.payments (payer_id, created_at, id);
create index payments_by_age on billing.payments (created_at, id);
create index payments_by_state on billing.payments (state, created_at, id);
create index payments_by_purpose on billing.payments (purpose, created_at, id);

create table billing.receipt_years (
  year smallint primary key,
  last integer not null
);

create table billing.receipts (
  id uuid primary key references billing.payments,
  number text not null unique,
  issued_at timestamptz not null,
  payer_id uuid not null,
  payer jsonb,
  seller jsonb not null,
  description text not null,
  amount bigint not null,
  currency text not null,
  payment_method text,
  lines jsonb not null
);
create index receipts_by_payer on billing.receipts (payer_id);

create function billing.receipts_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.payer is null and to_jsonb(new) - 'payer' = to_jsonb(old) - 'payer' then
      return new;
    end if;
  end if;
  raise exception 'receipts are append-only' using errcode = 'AZ005';
end $$;
create trigger append_only before update or delete on billing.receipts
  for each row execute function billing.receipts_refuse_change();
create trigger append_only_truncate before truncate on billing.receipts
  for each statement execute function billing.receipts_refuse_change();
`);
  }

  override down(): void {
    this.addSql(`
drop table billing.receipts, billing.receipt_years;
drop function billing.receipts_refuse_change();
drop index billing.payments_by_age, billing.payments_by_state, billing.payments_by_purpose, billing.payments_by_payer;
create index payments_by_payer on billing.payments (payer_id, id);
`);
  }
}
