import { Migration } from '@mikro-orm/migrations';

export class WithdrawnReviews extends Migration {
  override up(): void {
    this.addSql(`
alter table catalog.reviews
  drop constraint reviews_state_check,
  add constraint reviews_state_check check (state in ('visible', 'hidden', 'withdrawn')),
  alter column rating drop not null,
  add constraint reviews_withdrawn check (
    case when state = 'withdrawn' then rating is null and text = '' and reply is null else rating is not null end
  );
create index reviews_not_visible on catalog.reviews (id desc) where state <> 'visible';
`);
  }

  override down(): void {
    this.addSql(`
drop index catalog.reviews_not_visible;
delete from catalog.reviews where state = 'withdrawn';
alter table catalog.reviews
  drop constraint reviews_withdrawn,
  drop constraint reviews_state_check,
  add constraint reviews_state_check check (state in ('visible', 'hidden')),
  alter column rating set not null;
`);
  }
}
