import { Migration } from '@mikro-orm/migrations';

export class Disputes extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.payments
  add column disputed bigint not null default 0 check (disputed >= 0),
  add column lost bigint not null default 0 check (lost >= 0),
  add column excess bigint not null default 0 check (excess >= 0),
  drop constraint payments_refunds_fit,
  add constraint payments_refunds_fit check (refunded + refunding + disputed <= amount + excess),
  add constraint payments_lost_was_disputed check (lost <= disputed);

create table billing.disputes (
  id uuid primary key,
  payment_id uuid not null references billing.payments,
  provider_id text not null unique,
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null,
  state text not null check (state in ('inquiry', 'needs_response', 'under_review', 'won', 'lost')),
  funds text not null check (funds in ('kept', 'withdrawn', 'returned')),
  fee bigint,
  exchange jsonb,
  returned_fee bigint,
  returned_exchange jsonb,
  evidence_due_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  answer jsonb check (answer is null or state = 'needs_response'),
  operation_id uuid constraint disputes_one_for_operation unique,
  checks integer not null,
  check_at timestamptz,
  check (fee is null or funds <> 'kept'),
  check (exchange is null or fee is not null),
  check (returned_fee is null or funds = 'returned'),
  check (returned_exchange is null or returned_fee is not null),
  check ((closed_at is not null) = (state in ('won', 'lost')))
);
create index disputes_by_payment on billing.disputes (payment_id, id);
create index disputes_by_age on billing.disputes (opened_at, id);
create index disputes_by_state on billing.disputes (state, opened_at, id);
create index disputes_to_check on billing.disputes (check_at) where check_at is not null;
`);
  }

  override down(): void {
    // What the provider has told beyond a payment would break the former rule, which therefore holds for new rows only.
    this.addSql(`
drop table billing.disputes;
alter table billing.payments
  drop column disputed,
  drop column lost,
  drop column excess,
  add constraint payments_refunds_fit check (refunded + refunding <= amount) not valid;
`);
  }
}
