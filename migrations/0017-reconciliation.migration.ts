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
`);
  }

  override down(): void {
    this.addSql(`
drop table billing.rounds;

drop index billing.payments_by_charge;
drop function billing.count_charges(uuid, timestamptz);

drop trigger settlement_stands on billing.refunds;
drop trigger settlement_stands on billing.payments;
drop function billing.refuse_other_settlement();
alter table billing.refunds drop column exchange, drop column spent_at;
alter table billing.payments drop column exchange, drop column spent_at;
`);
  }
}
