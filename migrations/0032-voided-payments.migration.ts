import { Migration } from '@mikro-orm/migrations';

/** What was asked for can be taken back before it is charged, and a purchase that was never paid ends. */
export class VoidedPayments extends Migration {
  override up(): void {
    this.addSql(`
alter table billing.payments
  drop constraint payments_state_check,
  add constraint payments_state_check
    check (state in ('pending', 'requires_action', 'processing', 'unknown', 'failed', 'canceled', 'voided', 'succeeded'));

alter table catalog.purchases
  drop constraint purchases_state_check,
  add constraint purchases_state_check check (state in ('pending', 'paid', 'refunded', 'lapsed'));
create index purchases_pending on catalog.purchases (started_at) where state = 'pending';
`);
  }

  override down(): void {
    this.addSql(`
drop index catalog.purchases_pending;
delete from catalog.purchases where state = 'lapsed';
alter table catalog.purchases
  drop constraint purchases_state_check,
  add constraint purchases_state_check check (state in ('pending', 'paid', 'refunded'));

update billing.payments set state = 'canceled' where state = 'voided';
alter table billing.payments
  drop constraint payments_state_check,
  add constraint payments_state_check
    check (state in ('pending', 'requires_action', 'processing', 'unknown', 'failed', 'canceled', 'succeeded'));
`);
  }
}
