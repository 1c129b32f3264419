import { Migration } from '@mikro-orm/migrations';

export class Organizations extends Migration {
  override up(): void {
    this.addSql(`
create schema organizations;

create table organizations.organizations (
  id uuid primary key,
  created_by uuid not null,
  created_at timestamptz not null,
  name text not null
);
create index organizations_by_creator on organizations.organizations (created_by);

-- An organization and its first member are written together, in whichever order: the key is checked at the commit.
create table organizations.memberships (
  id uuid primary key,
  organization_id uuid not null references organizations.organizations on delete cascade deferrable initially deferred,
  user_id uuid not null,
  joined_at timestamptz not null,
  role text not null check (role in ('owner', 'admin', 'member')),
  constraint memberships_once unique (organization_id, user_id)
);
create index memberships_by_organization on organizations.memberships (organization_id, id);
create index memberships_by_user on organizations.memberships (user_id, id);
create index memberships_of_owners on organizations.memberships (organization_id) where role = 'owner';

create table organizations.invitations (
  id uuid primary key,
  organization_id uuid not null references organizations.organizations on delete cascade,
  email text not null,
  invitee_id uuid,
  role text not null check (role in ('owner', 'admin', 'member')),
  invited_by uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  check (accepted_at is null or revoked_at is null)
);
create unique index invitations_one_standing on organizations.invitations (organization_id, email)
  where accepted_at is null and revoked_at is null;
create index invitations_by_organization on organizations.invitations (organization_id, id)
  where accepted_at is null and revoked_at is null;
create index invitations_by_invitee on organizations.invitations (invitee_id);
create index invitations_to_strangers on organizations.invitations (email) where invitee_id is null;
`);
  }

  override down(): void {
    this.addSql('drop schema organizations cascade;');
  }
}
