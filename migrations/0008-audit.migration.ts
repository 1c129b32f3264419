import { Migration } from '@mikro-orm/migrations';

/**
 * The audit log: lines that nobody changes, and seals that chain them (docs/adr/0012-audit-log.md).
 *
 * A line holds ids and hashes, so forgetting a person never touches it. The one thing to be forgotten, the IP address, is a
 * row of its own. The line commits to it by a hash with a salt that is deleted along with it, so the chain can be verified
 * before and after, and no hash of the few addresses there are tells which it was.
 */
export class Audit extends Migration {
  override up(): void {
    this.addSql(`
create table identity.audit_log (
  id uuid primary key,
  occurred_at timestamptz(3) not null,
  actor text not null check (actor ~ '^(user:[0-9a-f-]{36}|visitor|system)$'),
  api_key_id uuid,
  on_behalf_of uuid,
  action text collate "C" not null check (action ~ '^[a-z_]+\\.[a-z_]+$'),
  subject text not null check (subject ~ '^[a-z_]+:.+$' and length(subject) <= 200),
  trace_id text,
  before_hash bytea,
  after_hash bytea,
  address_hash bytea
);
create index audit_log_by_age on identity.audit_log (occurred_at, id);
create index audit_log_by_actor on identity.audit_log (actor, occurred_at, id);
create index audit_log_by_subject on identity.audit_log (subject, occurred_at, id);
create index audit_log_by_action on identity.audit_log (action, occurred_at, id);

create table identity.audit_addresses (
  line_id uuid primary key references identity.audit_log,
  salt uuid not null,
  address inet not null
);

create table identity.audit_unsealed (line_id uuid primary key references identity.audit_log);
create table identity.audit_seals (
  position bigint primary key,
  line_id uuid not null unique references identity.audit_log,
  hash bytea not null
);

create function identity.audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'AZ004';
end $$;
${['audit_log', 'audit_seals']
  .map(
    table => `
create trigger append_only before update or delete on identity.${table}
  for each row execute function identity.audit_refuse_change();
create trigger append_only_truncate before truncate on identity.${table}
  for each statement execute function identity.audit_refuse_change();`,
  )
  .join('')}

create function identity.audit_address_hash(salt uuid, address inet) returns bytea language sql immutable strict as $$
  select sha256(uuid_send(salt) || inet_send(address))
$$;

create function identity.audit_hash(previous bytea, line identity.audit_log) returns bytea language sql stable as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(
    jsonb_build_array(line.id, extract(epoch from line.occurred_at), line.actor, line.api_key_id, line.on_behalf_of,
      line.action, line.subject, line.trace_id, encode(line.before_hash, 'hex'), encode(line.after_hash, 'hex'),
      encode(line.address_hash, 'hex'))::text, 'UTF8'))
$$;

-- Chains up to "most" waiting lines to those before them. Returns how many; one sealer works at a time, and no writer waits for it.
create function identity.audit_seal(most integer) returns integer language plpgsql as $$
declare
  place bigint;
  chain bytea;
  line identity.audit_log;
  sealed integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('identity.audit_seal')) then
    return 0;
  end if;
  select position, hash into place, chain from identity.audit_seals order by position desc limit 1;
  for line in
    select l.* from identity.audit_unsealed join identity.audit_log l on l.id = line_id order by l.id limit most
  loop
    place := coalesce(place, 0) + 1;
    chain := identity.audit_hash(chain, line);
    insert into identity.audit_seals values (place, line.id, chain);
    delete from identity.audit_unsealed where line_id = line.id;
    sealed := sealed + 1;
  end loop;
  return sealed;
end $$;

-- Every way in which the log contradicts itself, one row each; none is the only good answer. A line is overtaken only while
-- its transaction lasts, so one that is sealed after lines an hour younger was not written when it says.
create function identity.audit_faults() returns table (fault text, subject text) language sql stable as $$
  with chain as (
    select s.position, s.hash, l as line, l.id, l.occurred_at,
           lag(s.hash) over earlier as previous, lag(s.position) over earlier as before,
           max(l.occurred_at) over (earlier rows between unbounded preceding and 1 preceding) as youngest
    from identity.audit_seals s left join identity.audit_log l on l.id = s.line_id
    window earlier as (order by s.position)
  )
  select 'broken chain', position::text from chain
    where hash is distinct from identity.audit_hash(previous, line) or position <> coalesce(before, 0) + 1
  union all
  select 'backdated', id::text from chain where occurred_at < youngest - interval '1 hour'
  union all
  select 'neither sealed nor waiting', id::text from identity.audit_log l
    where not exists (select 1 from identity.audit_seals where line_id = l.id)
      and not exists (select 1 from identity.audit_unsealed where line_id = l.id)
  union all
  select 'waiting and gone', line_id::text from identity.audit_unsealed u
    where not exists (select 1 from identity.audit_log where id = u.line_id)
  union all
  select 'other address', line_id::text from identity.audit_addresses left join identity.audit_log l on l.id = line_id
    where l.address_hash is distinct from identity.audit_address_hash(salt, address)
$$;
`);
  }

  override down(): void {
    this.addSql(`
drop function identity.audit_faults();
drop function identity.audit_seal(integer);
drop function identity.audit_hash(bytea, identity.audit_log);
drop function identity.audit_address_hash(uuid, inet);
drop table identity.audit_seals, identity.audit_unsealed, identity.audit_addresses, identity.audit_log;
drop function identity.audit_refuse_change();
`);
  }
}
