import { Migration } from '@mikro-orm/migrations';

export class Reviews extends Migration {
  override up(): void {
    this.addSql(`
create table catalog.reviews (
  id uuid primary key,
  course_id uuid not null references catalog.courses,
  learner_id uuid not null,
  instructor_id uuid not null,
  posted_at timestamptz not null,
  rating integer not null check (rating between 1 and 5),
  text text not null,
  changed_at timestamptz,
  state text not null check (state in ('visible', 'hidden')),
  reply text,
  replied_at timestamptz,
  constraint reviews_once unique (course_id, learner_id),
  check (learner_id <> instructor_id),
  check ((reply is null) = (replied_at is null))
);
create index reviews_newest on catalog.reviews (course_id, id desc) where state = 'visible';
create index reviews_of_rating on catalog.reviews (course_id, rating, id desc) where state = 'visible';
create index reviews_by_learner on catalog.reviews (learner_id, id);

create table catalog.review_reports (
  review_id uuid not null references catalog.reviews on delete cascade,
  reporter_id uuid not null,
  reason text not null,
  reported_at timestamptz not null,
  primary key (review_id, reporter_id)
);
create index review_reports_by_reporter on catalog.review_reports (reporter_id);

-- A course's rating follows its visible reviews in the transaction that changes them, whoever writes them.
create function catalog.rate_course() returns trigger language plpgsql as $$
declare
  before integer := case when tg_op <> 'INSERT' and old.state = 'visible' then old.rating end;
  after_ integer := case when tg_op <> 'DELETE' and new.state = 'visible' then new.rating end;
begin
  if before is distinct from after_ then
    update catalog.listings set
      rating_sum = rating_sum + coalesce(after_, 0) - coalesce(before, 0),
      rating_count = rating_count + (after_ is not null)::int - (before is not null)::int
    where course_id = coalesce(new.course_id, old.course_id);
  end if;
  return null;
end $$;
create trigger reviews_rate after insert or delete or update of rating, state on catalog.reviews
  for each row execute function catalog.rate_course();
`);
  }

  override down(): void {
    this.addSql(`
drop table catalog.review_reports;
drop table catalog.reviews;
drop function catalog.rate_course;
update catalog.listings set rating_sum = 0, rating_count = 0 where rating_count > 0;
`);
  }
}
