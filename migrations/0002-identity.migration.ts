import { Migration } from '@mikro-orm/migrations';

export class Identity extends Migration {
  override up(): void {
    this.addSql(`
create schema identity;

create table identity.users (
  id uuid primary key,
  email text not null constraint users_email unique,
  name text not null,
  password_hash text not null,
  roles text[] not null check (roles <@ array['learner', 'instructor', 'support', 'admin']),
  signed_up_at timestamptz not null
);
`);
  }

  override down(): void {
    this.addSql('drop schema identity cascade;');
  }
}
