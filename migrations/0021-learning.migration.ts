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
`);
  }

  override down(): void {
    this.addSql(`
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
