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
`);
  }

  override down(): void {
    this.addSql(`
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
