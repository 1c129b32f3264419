import { Migration } from '@mikro-orm/migrations';

export class Notifications extends Migration {
  override up(): void {
    this.addSql(`
create schema notifications;

create table notifications.mails (
  id uuid primary key,
  user_id uuid not null,
  template text not null,
  facts jsonb not null,
  queued_at timestamptz not null,
  state text not null check (state in ('queued', 'sent', 'undeliverable')),
  sent_at timestamptz
);
create index mails_by_user on notifications.mails (user_id, id);
`);
  }

  override down(): void {
    this.addSql('drop schema notifications cascade;');
  }
}
