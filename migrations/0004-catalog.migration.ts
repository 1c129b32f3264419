import { Migration } from '@mikro-orm/migrations';

export class Catalog extends Migration {
  override up(): void {
    this.addSql(`
create schema catalog;

create table catalog.courses (
  id uuid primary key,
  instructor_id uuid not null,
  slug text not null constraint courses_slug unique,
  created_at timestamptz not null,
  title text not null,
  summary text not null,
  price_amount bigint not null check (price_amount >= 0),
  price_currency text not null,
  lessons jsonb not null,
  state text not null check (state in ('draft', 'published')),
  published_at timestamptz,
  version integer not null default 1,
  check ((state = 'draft') = (published_at is null))
);
create index courses_newest on catalog.courses (published_at desc, id desc) where state = 'published';
create index courses_by_instructor on catalog.courses (instructor_id, id);

create table catalog.purchases (
  id uuid primary key,
  course_id uuid not null references catalog.courses,
  learner_id uuid not null,
  price_amount bigint not null check (price_amount >= 0),
  price_currency text not null,
  shares jsonb not null,
  started_at timestamptz not null,
  operation_id uuid not null,
  state text not null check (state in ('pending', 'paid')),
  paid_at timestamptz,
  check ((state = 'paid') = (paid_at is not null))
);
create unique index purchases_one_live on catalog.purchases (course_id, learner_id) where state in ('pending', 'paid');
create index purchases_by_learner on catalog.purchases (learner_id, id);

create table catalog.enrollments (
  id uuid primary key,
  course_id uuid not null references catalog.courses,
  learner_id uuid not null,
  grounds text not null check (grounds in ('purchase')),
  enrolled_at timestamptz not null,
  completed_lessons jsonb not null,
  completed_at timestamptz,
  constraint enrollments_once unique (course_id, learner_id)
);
create index enrollments_by_learner on catalog.enrollments (learner_id, id);
`);
  }

  override down(): void {
    this.addSql('drop schema catalog cascade;');
  }
}
