import { Migration } from '@mikro-orm/migrations';

export class Learning extends Migration {
  override up(): void {
    this.addSql(`
-- With the whole lesson, for what only some queries need of it.
drop function catalog.lessons_of;
create function catalog.lessons_of(sections jsonb)
returns table (place bigint, section_id uuid, id uuid, title text, preview boolean, text_id uuid, item jsonb)
language sql immutable as $$
  select row_number() over (order by s.place, l.place), (s.item ->> 'id')::uuid, (l.item ->> 'id')::uuid,
         l.item ->> 'title', (l.item ->> 'preview')::boolean, (l.item ->> 'textId')::uuid, l.item
  from jsonb_array_elements(sections) with ordinality as s (item, place),
       jsonb_array_elements(s.item -> 'lessons') with ordinality as l (item, place)
$$;

-- When lessons from before were completed nobody knows: with the course, or at some time since the enrollment.
update catalog.enrollments e set completed_lessons = (
  select coalesce(jsonb_object_agg(lesson, jsonb_build_object('at', coalesce(e.completed_at, e.enrolled_at), 'score', null)), '{}')
  from jsonb_array_elements_text(e.completed_lessons) as lesson
);
alter table catalog.enrollments
  add constraint enrollments_completed_lessons check (jsonb_typeof(completed_lessons) = 'object');

create table catalog.quizzes (
  id uuid primary key,
  course_id uuid not null references catalog.courses deferrable initially deferred,
  questions jsonb not null check (jsonb_array_length(questions) > 0),
  pass_percent smallint not null check (pass_percent between 1 and 100),
  attempts integer check (attempts > 0),
  shuffled boolean not null,
  written_at timestamptz not null
);

create table catalog.quiz_attempts (
  id uuid primary key,
  enrollment_id uuid not null references catalog.enrollments,
  quiz_id uuid not null references catalog.quizzes,
  number integer not null check (number > 0),
  marks jsonb not null,
  percent smallint not null check (percent between 0 and 100),
  submitted_at timestamptz not null,
  constraint quiz_attempts_numbered unique (enrollment_id, quiz_id, number)
);

create function catalog.quiz_attempts_refuse_more() returns trigger language plpgsql as $$
begin
  if new.number > (select attempts from catalog.quizzes where id = new.quiz_id) then
    raise exception 'there are no attempts left' using errcode = 'check_violation', constraint = 'quiz_attempts_allowed';
  end if;
  return new;
end $$;
create trigger allowed before insert or update on catalog.quiz_attempts
  for each row execute function catalog.quiz_attempts_refuse_more();

create table catalog.certificates (
  id uuid primary key references catalog.enrollments,
  code text not null unique,
  title text not null,
  name text
);

-- Courses that were completed before are certified as they, and their learners, are called now.
insert into catalog.certificates (id, code, title, name)
select e.id, code.signs, c.title, u.name
from (
  select id, course_id, learner_id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as chance
  from catalog.enrollments where completed_at is not null
) e
join catalog.courses c on c.id = e.course_id
left join identity.users u on u.id = e.learner_id and u.erased_at is null
cross join lateral (
  -- The first ten bytes of each, since only some of the others are left to chance.
  select string_agg(
    substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', get_byte(chance, place + place / 10 * 6) % 32 + 1, 1)
      || case when place % 4 = 3 and place < 19 then '-' else '' end, '' order by place) as signs
  from generate_series(0, 19) as place
) code;

create function catalog.certificates_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.name is null and to_jsonb(new) - 'name' = to_jsonb(old) - 'name' then
      return new;
    end if;
  end if;
  raise exception 'of a certificate only the name can be forgotten' using errcode = 'AZ005';
end $$;
create trigger append_only before update or delete on catalog.certificates
  for each row execute function catalog.certificates_refuse_change();
`);
  }

  override down(): void {
    this.addSql(`
drop table catalog.certificates;
drop function catalog.certificates_refuse_change;
drop table catalog.quiz_attempts, catalog.quizzes;
drop function catalog.quiz_attempts_refuse_more;

alter table catalog.enrollments drop constraint enrollments_completed_lessons;
update catalog.enrollments e set completed_lessons = (
  select coalesce(jsonb_agg(lesson order by completion ->> 'at'), '[]')
  from jsonb_each(e.completed_lessons) as c (lesson, completion)
);

drop function catalog.lessons_of;
create function catalog.lessons_of(sections jsonb)
returns table (place bigint, section_id uuid, id uuid, title text, preview boolean, text_id uuid)
language sql immutable as $$
  select row_number() over (order by s.place, l.place), (s.item ->> 'id')::uuid, (l.item ->> 'id')::uuid,
         l.item ->> 'title', (l.item ->> 'preview')::boolean, (l.item ->> 'textId')::uuid
  from jsonb_array_elements(sections) with ordinality as s (item, place),
       jsonb_array_elements(s.item -> 'lessons') with ordinality as l (item, place)
$$;
`);
  }
}
