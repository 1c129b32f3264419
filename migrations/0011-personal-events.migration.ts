import { Migration } from '@mikro-orm/migrations';

export class PersonalEvents extends Migration {
  override up(): void {
    this.addSql(`
alter table kernel.outbox add column personal boolean not null default false;
create index outbox_personal on kernel.outbox (id) where personal;
update kernel.outbox set personal = true
  where type in ('identity.user_signed_up', 'identity.account_alert', 'identity.proof_requested',
                 'identity.email_change_requested', 'organizations.invitation_issued');
`);
  }

  override down(): void {
    this.addSql('alter table kernel.outbox drop column personal;');
  }
}
