import { Migration } from '@mikro-orm/migrations';

export class Reconciliation extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.payments add column exchange jsonb, add column spent_at timestamptz;
alter table billing.refunds add column exchange jsonb, add column spent_at timestamptz;

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

drop trigger settlement_stands on billing.refunds;
drop trigger settlement_stands on billing.payments;
drop function billing.refuse_other_settlement();
alter table billing.refunds drop column exchange, drop column spent_at;
alter table billing.payments drop column exchange, drop column spent_at;
`);
  }
}
