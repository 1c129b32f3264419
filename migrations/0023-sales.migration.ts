import { Migration } from '@mikro-orm/migrations';

/**
 * What instructors ask of their sales: what was sold, and what became of the money. An earning carries all of it, so that no
 * report has to look up each of its payments.
 */
export class Sales extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.payments add column subject uuid;
update billing.payments p set subject = c.course_id
from catalog.purchases c where p.purpose = 'course_purchase' and p.reference = c.id;

create function billing.refuse_other_subject() returns trigger language plpgsql as $$
begin
  raise exception 'what was sold by % stands', old.id using errcode = 'AZ006';
end $$;
create trigger subject_stands before update of subject on billing.payments for each row
  when (new.subject is distinct from old.subject)
  execute function billing.refuse_other_subject();

alter table billing.earnings add column subject uuid, add column refunded bigint, add column fees bigint;
alter table billing.earnings disable trigger frozen;
update billing.earnings e set subject = p.subject, refunded = gone.amount, fees = p.amount - gone.amount - (
  select sum(amount - reversed) from billing.earnings where payment_id = p.id
)
from billing.payments p, lateral (select least(p.refunded + p.disputed, p.amount) as amount) gone
where p.id = e.payment_id;
alter table billing.earnings enable trigger frozen;
alter table billing.earnings
  alter column refunded set not null,
  alter column fees set not null,
  add constraint earnings_parts_fit
    check (refunded >= 0 and fees >= 0 and refunded + fees + amount - reversed <= sale);

create or replace function billing.earnings_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - '{reversed,refunded,fees}'::text[] = to_jsonb(old) - '{reversed,refunded,fees}'::text[] then
      return new;
    end if;
  end if;
  raise exception 'earnings are frozen but for what reversals took of them' using errcode = 'AZ006';
end $$;

-- Reports read all that a payee has ever earned, in the order in which it is paid out, from this index alone.
drop index billing.earnings_by_payee;
create index earnings_by_payee on billing.earnings (payee_id, currency, available_at, payment_id)
  include (subject, earned_at, sale, refunded, fees, amount, reversed);
create index earnings_by_sale on billing.earnings (payee_id, earned_at, payment_id);
create index earnings_by_subject on billing.earnings (payee_id, subject, earned_at, payment_id);

create index enrollments_now on catalog.enrollments (course_id) include (completed_at) where ended_at is null;
`);
  }

  override down(): void {
    this.addSql(`
drop index catalog.enrollments_now;

drop index billing.earnings_by_payee, billing.earnings_by_sale, billing.earnings_by_subject;
create index earnings_by_payee on billing.earnings (payee_id, currency, available_at);
create or replace function billing.earnings_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'reversed' = to_jsonb(old) - 'reversed' then
      return new;
    end if;
  end if;
  raise exception 'earnings are frozen but for what reversals took of them' using errcode = 'AZ006';
end $$;
alter table billing.earnings drop column subject, drop column refunded, drop column fees;

drop trigger subject_stands on billing.payments;
alter table billing.payments drop column subject;
drop function billing.refuse_other_subject();
`);
  }
}
