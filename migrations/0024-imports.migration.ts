import { Migration } from '@mikro-orm/migrations';

export class Imports extends Migration {
  override up(): void {
    this.addSql(`
create table catalog.imports (
  id uuid primary key,
  requested_by uuid not null,
  instructor_id uuid not null,
  currency text not null,
  requested_at timestamptz not null,
  rows integer not null check (rows >= 0),
  imported integer not null check (imported >= 0),
  refused integer not null check (refused >= 0),
  finished_at timestamptz,
  check (imported + refused <= rows),
  check ((imported + refused = rows) = (finished_at is not null))
);

create table catalog.import_rows (
  import_id uuid not null references catalog.imports deferrable initially deferred,
  -- From 1 on; a heading is no row.
  number integer not null,
  -- Absent for what is no row.
  cells jsonb,
  course_id uuid references catalog.courses deferrable initially deferred,
  problems jsonb,
  primary key (import_id, number),
  check (course_id is null or problems is null)
);
create index import_rows_waiting on catalog.import_rows (import_id, number) where course_id is null and problems is null;
create index import_rows_refused on catalog.import_rows (import_id, number) where problems is not null;

-- What is imported once is not imported again, by whichever import.
create table catalog.imported_courses (
  instructor_id uuid not null,
  external_id text not null,
  course_id uuid not null references catalog.courses deferrable initially deferred,
  constraint imported_once primary key (instructor_id, external_id)
);
`);
  }

  override down(): void {
    this.addSql(`
drop table catalog.imported_courses;
drop table catalog.import_rows;
drop table catalog.imports;
`);
  }
}
