import { Migration } from '@mikro-orm/migrations';

export class Leftovers extends Migration {
  override up(): void {
    this.addSql(`
create index reviews_replied on catalog.reviews (instructor_id) where reply is not null;

-- What those who were erased before have left on sale, in review, or as replies.
update catalog.courses set state = 'archived', submitted_at = null
where (state = 'published' or submitted_at is not null)
  and instructor_id in (select id from identity.users where erased_at is not null);
update catalog.reviews set reply = null, replied_at = null
where reply is not null and instructor_id in (select id from identity.users where erased_at is not null);

-- When the bytes of a discarded file are to be deleted, or tried again; absent for at once.
alter table catalog.lesson_files add column drop_at timestamptz;
create index lesson_files_to_drop on catalog.lesson_files (drop_at nulls first, id) where state = 'discarded';

-- What lessons of a course's sections say and ask.
create function catalog.contents_of(sections jsonb) returns table (id uuid) language sql immutable as $$
  select content.id from catalog.lessons_of(sections) l,
    lateral (values (l.text_id), ((l.item -> 'quiz' ->> 'id')::uuid)) as content (id)
  where content.id is not null
$$;

-- What is written anew, or removed, before anybody got it is needed by nobody. What a draft and any release of it have in
-- common is in the latest, because nothing comes back into a draft.
create function catalog.drop_contents() returns trigger language plpgsql as $$
declare
  gone uuid[] := array(
    select id from catalog.contents_of(old.sections) except select id from catalog.contents_of(new.sections)
    except select c.id from catalog.releases r, catalog.contents_of(r.sections) c
    where r.course_id = old.id and r.number = old.release
  );
begin
  delete from catalog.lesson_texts where id = any(gone);
  delete from catalog.quizzes where id = any(gone);
  return null;
end $$;
create trigger drop_contents after update of sections on catalog.courses
  for each row when (old.sections <> new.sections) execute function catalog.drop_contents();

-- What nobody asks for is for the database to note.
alter table catalog.lesson_texts alter column written_at set default now();
alter table catalog.quizzes alter column written_at set default now();
alter table catalog.releases alter column released_at set default now();

create temporary table needed on commit drop as
  select c.id from catalog.courses k, catalog.contents_of(k.sections) c
  union select c.id from catalog.releases r, catalog.contents_of(r.sections) c;
delete from catalog.lesson_texts t where not exists (select from needed n where n.id = t.id);
delete from catalog.quizzes q where not exists (select from needed n where n.id = q.id);
`);
  }

  override down(): void {
    this.addSql(`
alter table catalog.lesson_texts alter column written_at drop default;
alter table catalog.quizzes alter column written_at drop default;
alter table catalog.releases alter column released_at drop default;
drop trigger drop_contents on catalog.courses;
drop function catalog.drop_contents;
drop function catalog.contents_of;
alter table catalog.lesson_files drop column drop_at;
drop index catalog.reviews_replied;
`);
  }
}
