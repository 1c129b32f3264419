import { Migration } from '@mikro-orm/migrations';

/** What earns nothing any more, be it heard of before the award or after it. */
export class WithdrawnAwards extends Migration {
  override up(): void {
    this.addSql(`
create table rewards.withdrawn_awards (
  reference text primary key,
  withdrawn_at timestamptz not null
);`);
  }

  override down(): void {
    this.addSql('drop table rewards.withdrawn_awards;');
  }
}
