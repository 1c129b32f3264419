import { Migration } from '@mikro-orm/migrations';

export class ErasedInstructors extends Migration {
  override up(): void {
    this.addSql(`
create index reviews_replied on catalog.reviews (instructor_id) where reply is not null;

-- What those who were erased before have left on sale, in review, or as replies.
update catalog.courses set state = 'archived', submitted_at = null
where (state = 'published' or submitted_at is not null)
  and instructor_id in (select id from identity.users where erased_at is not null);
update catalog.reviews set reply = null, replied_at = null
where reply is not null and instructor_id in (select id from identity.users where erased_at is not null);
`);
  }

  override down(): void {
    this.addSql(`
drop index catalog.reviews_replied;
`);
  }
}
