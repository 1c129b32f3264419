import { Migration } from '@mikro-orm/migrations';

export class MailLinks extends Migration {
  override up(): void {
    this.addSql(`
alter table notifications.mails
  alter column user_id drop not null,
  add column address text,
  add column link jsonb,
  add check (user_id is not null or address is not null);
create index mails_by_age on notifications.mails (queued_at);
`);
  }

  override down(): void {
    this.addSql(`
drop index notifications.mails_by_age;
delete from notifications.mails where user_id is null;
alter table notifications.mails
  drop column address,
  drop column link,
  alter column user_id set not null;
`);
  }
}
