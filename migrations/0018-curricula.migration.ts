import { Migration } from '@mikro-orm/migrations';

export class Curricula extends Migration {
  override up(): void {
    this.addSql(`
create table catalog.lesson_texts (
  id uuid primary key,
  course_id uuid not null references catalog.courses deferrable initially deferred,
  body text not null,
  html text not null,
  written_at timestamptz not null
);

-- A lesson as a course's sections have it, in its order.
create function catalog.lessons_of(sections jsonb)
returns table (place bigint, section_id uuid, id uuid, title text, preview boolean, text_id uuid)
language sql immutable as $$
  select row_number() over (order by s.place, l.place), (s.item ->> 'id')::uuid, (l.item ->> 'id')::uuid,
         l.item ->> 'title', (l.item ->> 'preview')::boolean, (l.item ->> 'textId')::uuid
  from jsonb_array_elements(sections) with ordinality as s (item, place),
       jsonb_array_elements(s.item -> 'lessons') with ordinality as l (item, place)
$$;

alter table catalog.courses
  add column category text,
  add column level text not null default 'all' check (level in ('all', 'beginner', 'intermediate', 'advanced')),
  add column language text not null default 'en',
  add column sections jsonb not null default '[]',
  add column edited boolean not null default true,
  add column release integer,
  add column submitted_at timestamptz,
  add column rejection text,
  drop constraint courses_state_check,
  drop constraint courses_check;

create table catalog.releases (
  course_id uuid not null references catalog.courses deferrable initially deferred,
  number integer not null check (number > 0),
  sections jsonb not null,
  released_at timestamptz not null,
  primary key (course_id, number)
);

-- Texts from before are shown as they were written, until they are written anew.
with lessons as (
  select c.id as course_id, c.created_at, l.item, l.place, gen_random_uuid() as text_id
  from catalog.courses c, jsonb_array_elements(c.lessons) with ordinality as l (item, place)
), texts as (
  insert into catalog.lesson_texts (id, course_id, body, html, written_at)
  select text_id, course_id, item ->> 'body',
         '<pre>' || replace(replace(replace(item ->> 'body', '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</pre>',
         created_at
  from lessons
)
update catalog.courses c set sections = jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'title', '', 'lessons', l.lessons))
from (
  select course_id, jsonb_agg(jsonb_build_object(
    'id', item ->> 'id', 'title', item ->> 'title', 'preview', item -> 'preview', 'textId', text_id,
    'length', char_length(item ->> 'body')) order by place) as lessons
  from lessons group by course_id
) l where l.course_id = c.id;

update catalog.courses set edited = false, release = 1 where state = 'published';
insert into catalog.releases (course_id, number, sections, released_at)
select id, 1, sections, published_at from catalog.courses where state = 'published';

alter table catalog.courses
  drop column lessons,
  alter column level drop default,
  alter column language drop default,
  alter column sections drop default,
  alter column edited drop default,
  add constraint courses_state_check check (state in ('draft', 'in_review', 'published', 'archived')),
  add constraint courses_published check (state <> 'published' or (published_at is not null and release is not null)),
  add constraint courses_in_review check (state <> 'in_review' or submitted_at is not null),
  add constraint courses_release foreign key (id, release) references catalog.releases deferrable initially deferred;
create index courses_to_review on catalog.courses (submitted_at, id) where submitted_at is not null;
`);
  }

  override down(): void {
    this.addSql(`
alter table catalog.courses add column lessons jsonb not null default '[]';

update catalog.courses c set lessons = l.lessons
from (
  select c.id, jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'preview', l.preview, 'body', t.body) order by l.place) as lessons
  from catalog.courses c, catalog.lessons_of(c.sections) l join catalog.lesson_texts t on t.id = l.text_id
  group by c.id
) l where l.id = c.id;

update catalog.courses set state = 'draft' where state in ('in_review', 'archived');
update catalog.courses set published_at = null where state = 'draft';

alter table catalog.courses
  alter column lessons drop default,
  drop column category,
  drop column level,
  drop column language,
  drop column sections,
  drop column edited,
  drop column release,
  drop column submitted_at,
  drop column rejection,
  drop constraint courses_state_check,
  add constraint courses_state_check check (state in ('draft', 'published')),
  add constraint courses_check check ((state = 'draft') = (published_at is null));

drop table catalog.releases;
drop function catalog.lessons_of;
drop table catalog.lesson_texts;
`);
  }
}
