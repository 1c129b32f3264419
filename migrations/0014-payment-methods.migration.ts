import { Migration } from '@mikro-orm/migrations';

/**
 * What Stripe keeps of a customer, to be charged later. `asked` and `heard` number the questions about it: an answer to an
 * older one than the last heard is stale.
 */
export class PaymentMethods extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.customers
  add column asked integer not null default 0,
  add column heard integer not null default 0,
  add constraint customers_heard_what_was_asked check (heard <= asked);

create table billing.payment_methods (
  id uuid primary key,
  user_id uuid not null references billing.customers on delete cascade,
  provider_id text not null unique,
  brand text not null,
  last4 text not null,
  expiry_month smallint not null check (expiry_month between 1 and 12),
  expiry_year smallint not null,
  is_default boolean not null
);
create index payment_methods_by_user on billing.payment_methods (user_id, id);
create unique index payment_methods_one_default on billing.payment_methods (user_id) where is_default;

alter table billing.payments add column off_session boolean not null default false;
alter table billing.provider_events add column provider_customer_id text;
`);
  }

  override down(): void {
    this.addSql(`
alter table billing.provider_events drop column provider_customer_id;
alter table billing.payments drop column off_session;
drop table billing.payment_methods;
alter table billing.customers drop column asked, drop column heard;
`);
  }
}
