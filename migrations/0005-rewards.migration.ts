import { Migration } from '@mikro-orm/migrations';
import { createLedger } from './ledger-v1.ts';

export class Rewards extends Migration {
  override up(): void {
    this.addSql(`
create schema rewards;

create table rewards.award_rules (
  code text primary key,
  amount integer not null check (amount >= 0)
);
insert into rewards.award_rules values ('course_completed', 100);
`);
    this.addSql(createLedger('rewards', { wallet: 0 }));
  }

  override down(): void {
    this.addSql('drop schema rewards cascade;');
  }
}
