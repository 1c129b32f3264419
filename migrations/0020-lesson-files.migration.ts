import { Migration } from '@mikro-orm/migrations';

export class LessonFiles extends Migration {
  override up(): void {
    this.addSql(`
create table catalog.lesson_files (
  id uuid primary key,
  instructor_id uuid not null,
  course_id uuid references catalog.courses deferrable initially deferred,
  lesson_id uuid,
  name text not null,
  type text,
  bytes bigint check (bytes > 0),
  state text not null check (state in ('uploading', 'arriving', 'unscanned', 'scanning', 'clean', 'infected', 'discarded')),
  since timestamptz not null,
  released boolean not null default false,
  scan_at timestamptz,
  constraint lesson_files_received check (
    state in ('uploading', 'arriving', 'discarded')
    or (course_id is not null and lesson_id is not null and type is not null and bytes is not null)
  ),
  constraint lesson_files_released check (not released or state in ('unscanned', 'scanning', 'clean', 'infected'))
);
create index lesson_files_by_lesson on catalog.lesson_files (lesson_id) where lesson_id is not null;
create index lesson_files_by_course on catalog.lesson_files (course_id) where course_id is not null;
create index lesson_files_in_no_release on catalog.lesson_files (since) where not released;
create index lesson_files_to_scan on catalog.lesson_files (since) where state in ('unscanned', 'scanning');

create function catalog.keep_lesson_file() returns trigger language plpgsql as $$
begin
  if old.state not in ('uploading', 'arriving') and (old.instructor_id, old.course_id, old.lesson_id, old.name, old.type, old.bytes)
      is distinct from (new.instructor_id, new.course_id, new.lesson_id, new.name, new.type, new.bytes) then
    raise exception 'A file that was received never changes';
  end if;
  if old.released and not new.released then
    raise exception 'A release keeps its files';
  end if;
  return new;
end $$;
create trigger keep_lesson_file before update on catalog.lesson_files
  for each row execute function catalog.keep_lesson_file();

create function catalog.keep_released_file() returns trigger language plpgsql as $$
begin
  raise exception 'A release keeps its files';
end $$;
create trigger keep_released_file before delete on catalog.lesson_files
  for each row when (old.released) execute function catalog.keep_released_file();

-- The lessons of a course's sections that have a file.
create function catalog.files_of(sections jsonb)
returns table (lesson_id uuid, preview boolean, id uuid, file jsonb)
language sql immutable as $$
  select (l.item ->> 'id')::uuid, (l.item ->> 'preview')::boolean, (l.item -> 'file' ->> 'id')::uuid, l.item -> 'file'
  from jsonb_array_elements(sections) as s (item), jsonb_array_elements(s.item -> 'lessons') as l (item)
  where l.item ? 'file'
$$;

-- Whoever sweeps waits for it, and then finds the files in use.
create function catalog.release_files() returns trigger language plpgsql as $$
declare
  named integer;
  kept integer;
begin
  select count(distinct id) into named from catalog.files_of(new.sections);
  update catalog.lesson_files set released = true
  where id in (select id from catalog.files_of(new.sections)) and course_id = new.course_id and state <> 'infected';
  get diagnostics kept = row_count;
  if kept <> named then
    raise exception 'A release has files that are not there';
  end if;
  return new;
end $$;
create trigger release_files after insert on catalog.releases
  for each row execute function catalog.release_files();
`);
  }

  override down(): void {
    this.addSql(`
drop trigger release_files on catalog.releases;
drop function catalog.release_files;
drop function catalog.files_of;
drop table catalog.lesson_files;
drop function catalog.keep_released_file;
drop function catalog.keep_lesson_file;
`);
  }
}
