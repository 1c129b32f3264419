import { Migration } from '@mikro-orm/migrations';

export class Kernel extends Migration {
  override up(): void {
    this.addSql(`
create schema kernel;

create table kernel.outbox (
  id uuid primary key,
  type text not null,
  payload jsonb not null,
  occurred_at timestamptz not null,
  traceparent text,
  published_at timestamptz,
  published_to jsonb
);
create index outbox_waiting on kernel.outbox (id) where published_at is null;

create table kernel.inbox (
  event_id uuid not null,
  reaction text not null,
  handled_at timestamptz not null default clock_timestamp(),
  primary key (event_id, reaction)
);

create table kernel.idempotency_keys (
  principal text not null,
  key text not null,
  fingerprint bytea not null,
  operation_id uuid not null,
  leased_until timestamptz not null,
  status smallint,
  body text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (principal, key)
);
create index idempotency_keys_by_age on kernel.idempotency_keys (created_at);
`);
  }

  override down(): void {
    this.addSql('drop schema kernel cascade;');
  }
}
