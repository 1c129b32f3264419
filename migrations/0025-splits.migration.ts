import { Migration } from '@mikro-orm/migrations';

/** How sales are divided: what is agreed, among whom, and for each earning how it came about. */
export class Splits extends Migration {
  override up(): void {
    this.addSql(`
create table catalog.agreements (
  id uuid primary key,
  course_id uuid references catalog.courses,
  instructor_id uuid,
  basis_points integer not null check (basis_points between 0 and 10000),
  effective_at timestamptz not null,
  set_by uuid not null,
  set_at timestamptz not null,
  check (num_nonnulls(course_id, instructor_id) = 1),
  check (effective_at >= set_at)
);
create index agreements_about_course on catalog.agreements (course_id, effective_at desc, set_at desc, id desc)
  where course_id is not null;
create index agreements_about_instructor on catalog.agreements (instructor_id, effective_at desc, set_at desc, id desc)
  where instructor_id is not null;

create function catalog.agreements_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was agreed stays readable: agree anew' using errcode = 'AZ007';
end $$;
create trigger append_only before update or delete on catalog.agreements
  for each row execute function catalog.agreements_refuse_change();
create trigger append_only_truncate before truncate on catalog.agreements
  for each statement execute function catalog.agreements_refuse_change();

-- What is agreed for the sales of a course at a moment: about it, else about its owner. Null where nothing is.
create function catalog.agreement_for(course uuid, owner uuid, moment timestamptz) returns catalog.agreements
language sql stable as $$
  select (a).* from (
    (select 1 as rank, a from catalog.agreements a where a.course_id = course and a.effective_at <= moment
       order by a.effective_at desc, a.set_at desc, a.id desc limit 1)
    union all
    (select 2, a from catalog.agreements a where a.instructor_id = owner and a.effective_at <= moment
       order by a.effective_at desc, a.set_at desc, a.id desc limit 1)
  ) as found order by rank limit 1
$$;

create function catalog.are_co_instructors(owner uuid, named jsonb) returns boolean language sql immutable as $$
  select count(distinct id) = count(*) and count(*) <= 9 and sum(portion) < 10000
     and bool_and(coalesce(id <> owner and portion > 0, false))
  from (select (one ->> 'instructorId')::uuid as id, (one ->> 'portion')::integer as portion
        from jsonb_array_elements(named) as one) as listed
$$;
alter table catalog.courses add column co_instructors jsonb not null default '[]';
alter table catalog.courses add constraint courses_co_instructors
  check (co_instructors = '[]' or catalog.are_co_instructors(instructor_id, co_instructors));
create index courses_by_co_instructor on catalog.courses using gin (co_instructors jsonb_path_ops)
  where co_instructors <> '[]';

alter table billing.earnings
  add column base bigint check (base between amount and sale),
  add column portion integer check (portion between 1 and 10000);
`);
  }

  override down(): void {
    this.addSql(`
alter table billing.earnings drop column base, drop column portion;
alter table catalog.courses drop column co_instructors;
drop function catalog.are_co_instructors;
drop function catalog.agreement_for;
drop table catalog.agreements;
drop function catalog.agreements_refuse_change;
`);
  }
}
