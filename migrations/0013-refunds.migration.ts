import { Migration } from '@mikro-orm/migrations';

export class Refunds extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.payments
  add column refunded bigint not null default 0 check (refunded >= 0),
  add column refunding bigint not null default 0 check (refunding >= 0),
  add constraint payments_refunds_fit check (refunded + refunding <= amount);

create table billing.refunds (
  id uuid primary key,
  payment_id uuid not null references billing.payments,
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null check (reason in ('requested_by_customer', 'duplicate', 'fraudulent', 'other')),
  note text,
  requested_by uuid,
  requested_at timestamptz not null,
  operation_id uuid constraint refunds_one_for_operation unique,
  state text not null check (state in ('pending', 'unknown', 'succeeded', 'failed')),
  provider_id text unique,
  failure jsonb,
  fee bigint,
  checks integer not null,
  check_at timestamptz
);
create index refunds_by_payment on billing.refunds (payment_id, id);
create index refunds_to_check on billing.refunds (check_at) where check_at is not null;

alter table catalog.purchases
  drop constraint purchases_state_check,
  drop constraint purchases_check,
  add constraint purchases_state_check check (state in ('pending', 'paid', 'refunded')),
  add constraint purchases_check check (state = 'refunded' or (state = 'paid') = (paid_at is not null));

alter table catalog.enrollments add column ended_at timestamptz;
`);
  }

  override down(): void {
    this.addSql(`
alter table catalog.enrollments drop column ended_at;

delete from catalog.purchases where state = 'refunded';
alter table catalog.purchases
  drop constraint purchases_state_check,
  drop constraint purchases_check,
  add constraint purchases_state_check check (state in ('pending', 'paid')),
  add constraint purchases_check check ((state = 'paid') = (paid_at is not null));

drop table billing.refunds;
alter table billing.payments
  drop column refunded,
  drop column refunding;
`);
  }
}
