import { Migration } from '@mikro-orm/migrations';

export class Accounts extends Migration {
  override up(): void {
    this.addSql(`
create extension if not exists pg_trgm with schema public;

alter table identity.users
  alter column password_hash drop not null,
  add column email_verified_at timestamptz,
  add column locked_at timestamptz,
  add column erased_at timestamptz;
create index users_by_email_or_name on identity.users using gin ((email || ' ' || lower(name)) public.gin_trgm_ops);

create table identity.sessions (
  id uuid primary key,
  user_id uuid not null references identity.users,
  started_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_because text,
  user_agent text not null,
  address inet not null,
  check ((ended_at is null) = (ended_because is null))
);
create index sessions_open on identity.sessions (user_id, last_used_at) where ended_at is null;
create index sessions_by_user on identity.sessions (user_id, address);
create index sessions_by_end on identity.sessions (expires_at);

create table identity.refresh_tokens (
  hash bytea primary key,
  session_id uuid not null references identity.sessions on delete cascade deferrable initially deferred,
  issued_at timestamptz not null,
  used_at timestamptz,
  successor text,
  check ((used_at is null) = (successor is null))
);
create index refresh_tokens_by_session on identity.refresh_tokens (session_id);
create unique index refresh_tokens_unused on identity.refresh_tokens (session_id) where used_at is null;

create table identity.known_devices (
  hash bytea not null,
  user_id uuid not null references identity.users,
  last_seen_at timestamptz not null,
  primary key (hash, user_id)
);
create index known_devices_by_user on identity.known_devices (user_id, last_seen_at);

create table identity.signing_keys (
  id uuid primary key,
  public_key jsonb not null,
  sealed_private_key text not null,
  active_from timestamptz not null
);

create table identity.proofs (
  id uuid primary key,
  purpose text not null check (purpose in ('verify-email', 'reset-password', 'prove-human')),
  email text not null,
  requested_at timestamptz not null,
  used_at timestamptz
);
create index proofs_by_email on identity.proofs (email, requested_at);

create table identity.email_changes (
  id uuid primary key,
  user_id uuid not null references identity.users,
  old_email text not null,
  new_email text not null,
  requested_at timestamptz not null,
  left_at timestamptz,
  entered_at timestamptz,
  done_at timestamptz
);
create index email_changes_by_user on identity.email_changes (user_id, requested_at);

create table identity.second_factors (
  id uuid primary key references identity.users,
  sealed_secret text not null,
  confirmed_at timestamptz,
  last_step bigint not null,
  recovery_hashes text[] not null
);

create table identity.linked_identities (
  id uuid primary key,
  provider text not null,
  subject text not null,
  user_id uuid not null references identity.users deferrable initially deferred,
  linked_at timestamptz not null,
  constraint linked_identities_subject unique (provider, subject),
  constraint linked_identities_user unique (user_id, provider)
);

create table identity.api_keys (
  id uuid primary key,
  user_id uuid not null references identity.users,
  name text not null,
  prefix text not null,
  hash bytea not null constraint api_keys_hash unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_by_user on identity.api_keys (user_id, id);
`);
  }

  override down(): void {
    this.addSql(`
drop table identity.api_keys, identity.linked_identities, identity.second_factors, identity.email_changes, identity.proofs,
  identity.signing_keys, identity.known_devices, identity.refresh_tokens, identity.sessions;
drop index identity.users_by_email_or_name;
delete from identity.users where password_hash is null;
alter table identity.users
  drop column email_verified_at,
  drop column locked_at,
  drop column erased_at,
  alter column password_hash set not null;
`);
  }
}
