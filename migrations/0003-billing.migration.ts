import { Migration } from '@mikro-orm/migrations';
import { createLedger } from './ledger-v1.ts';

export class Billing extends Migration {
  override up(): void {
    this.addSql(`
create schema billing;

create table billing.customers (
  user_id uuid primary key,
  provider_id text not null unique
);

create table billing.payments (
  id uuid primary key,
  payer_id uuid not null,
  purpose text not null,
  reference uuid not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  shares jsonb not null,
  description text not null,
  created_at timestamptz not null,
  state text not null check (state in ('pending', 'requires_action', 'processing', 'unknown', 'failed', 'canceled', 'succeeded')),
  payment_method text,
  provider_id text unique,
  failure jsonb,
  fee bigint check (fee >= 0),
  submitted_at timestamptz,
  operation_id uuid,
  checks integer not null,
  check_at timestamptz
);
create unique index payments_one_live on billing.payments (purpose, reference) where state not in ('failed', 'canceled');
create index payments_by_reference on billing.payments (purpose, reference, id);
create index payments_by_payer on billing.payments (payer_id, id);
create index payments_to_check on billing.payments (check_at) where check_at is not null;

create table billing.provider_events (
  id uuid primary key,
  provider text not null,
  event_id text not null,
  type text not null,
  provider_payment_id text,
  payment_id uuid,
  payload jsonb not null,
  received_at timestamptz not null,
  handled_at timestamptz,
  constraint provider_events_once unique (provider, event_id)
);
create index provider_events_waiting on billing.provider_events (received_at) where handled_at is null;
`);
    this.addSql(createLedger('billing', { payable: 0 }));
  }

  override down(): void {
    this.addSql('drop schema billing cascade;');
  }
}
