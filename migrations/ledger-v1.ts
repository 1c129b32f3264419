/**
 * The tables and functions of one double-entry ledger, as of its first version. Migrations are history: a change to the
 * ledger is a new file beside this one, never an edit here.
 *
 * Amounts are whole minor units; credits are positive. An account is `<kind>:<owner>` or just `<kind>`.
 *
 * @param schema the PostgreSQL schema of the context that owns the ledger
 * @param floors the kinds of account whose balance may never fall below a floor; each of theirs is a row that a posting locks
 */
export function createLedger(schema: string, floors: Record<string, number>): string {
  const kinds = Object.entries(floors).map(([kind, floor]) => `('${kind}', ${floor})`);
  return `
create table ${schema}.ledger_guarded_kinds (kind text primary key, floor bigint not null);
insert into ${schema}.ledger_guarded_kinds values ${kinds.join(', ')};

create table ${schema}.ledger_transactions (
  id uuid primary key,
  reference text not null constraint ledger_transactions_reference unique check (length(reference) between 1 and 200),
  kind text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);

create table ${schema}.ledger_entries (
  transaction_id uuid not null references ${schema}.ledger_transactions,
  line smallint not null,
  account text not null check (length(account) between 1 and 200),
  currency text not null,
  amount bigint not null check (amount <> 0 and abs(amount) <= 9007199254740991),
  primary key (transaction_id, line)
);
create index ledger_entries_by_account on ${schema}.ledger_entries (account, currency, transaction_id);

create table ${schema}.ledger_balances (
  account text not null,
  currency text not null,
  balance bigint not null,
  floor bigint not null,
  primary key (account, currency),
  constraint ledger_balances_floor check (balance >= floor)
) with (fillfactor = 70);

-- Accounts without a floor have no row to queue behind: their balance is this rollup plus the entries not yet sealed.
create table ${schema}.ledger_rollups (
  account text not null,
  currency text not null,
  balance bigint not null,
  primary key (account, currency)
);
create table ${schema}.ledger_unsealed (transaction_id uuid primary key references ${schema}.ledger_transactions);
create table ${schema}.ledger_seals (
  position bigint primary key,
  transaction_id uuid not null unique references ${schema}.ledger_transactions,
  hash bytea not null
);

create view ${schema}.ledger_account_balances as
  select account, currency, balance from ${schema}.ledger_balances
  union all
  select account, currency, sum(balance)::bigint
  from (
    select account, currency, balance from ${schema}.ledger_rollups
    union all
    select e.account, e.currency, e.amount
    from ${schema}.ledger_unsealed u
    join ${schema}.ledger_entries e using (transaction_id)
    where split_part(e.account, ':', 1) not in (select kind from ${schema}.ledger_guarded_kinds)
  ) unguarded
  group by account, currency;

create function ${schema}.ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'AZ004';
end $$;
${['ledger_transactions', 'ledger_entries', 'ledger_seals']
  .map(
    table => `
create trigger append_only before update or delete on ${schema}.${table}
  for each row execute function ${schema}.ledger_refuse_change();
create trigger append_only_truncate before truncate on ${schema}.${table}
  for each statement execute function ${schema}.ledger_refuse_change();`,
  )
  .join('')}

-- What one statement writes must sum to zero for each transaction and currency, and be all that the transaction has.
create function ${schema}.ledger_refuse_imbalance() returns trigger language plpgsql as $$
begin
  if exists (select 1 from written group by transaction_id, currency having sum(amount) <> 0) then
    raise exception 'the entries of a transaction sum to zero in each currency' using errcode = 'AZ003';
  end if;
  if exists (
    select 1 from written w group by transaction_id
    having count(*) <> (select count(*) from ${schema}.ledger_entries e where e.transaction_id = w.transaction_id)
  ) then
    raise exception 'nothing is added to a transaction that has its entries' using errcode = 'AZ004';
  end if;
  return null;
end $$;
create trigger balanced after insert on ${schema}.ledger_entries referencing new table as written
  for each statement execute function ${schema}.ledger_refuse_imbalance();

-- And at commit every transaction has its entries.
create function ${schema}.ledger_refuse_incomplete() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(amount), 1) <> 0 or count(*) < 2 from ${schema}.ledger_entries where transaction_id = new.id) then
    raise exception 'a transaction has at least two entries that sum to zero' using errcode = 'AZ003';
  end if;
  return null;
end $$;
create constraint trigger complete after insert on ${schema}.ledger_transactions deferrable initially deferred
  for each row execute function ${schema}.ledger_refuse_incomplete();

create type ${schema}.ledger_change as (account text, currency text, delta bigint, floor bigint);

-- Posts a JSON array of {id, reference, kind, occurredAt, entries: [{account, currency, amount}]} in one round trip.
-- A reference that stands already is left alone if it says the same and refused (AZ002) if it does not; a balance that
-- would fall below its floor refuses everything (AZ001).
create function ${schema}.ledger_post(postings jsonb) returns void language plpgsql as $$
declare
  posted uuid[];
  deltas ${schema}.ledger_change[];
  change ${schema}.ledger_change;
begin
  with input as (
    select * from jsonb_to_recordset(postings)
      as p (id uuid, reference text, kind text, "occurredAt" timestamptz, entries jsonb)
  ), added as (
    insert into ${schema}.ledger_transactions (id, reference, kind, occurred_at)
    select id, reference, kind, "occurredAt" from input order by reference
    on conflict (reference) do nothing
    returning id
  ), lines as (
    insert into ${schema}.ledger_entries (transaction_id, line, account, currency, amount)
    select input.id, line, entry ->> 'account', entry ->> 'currency', (entry ->> 'amount')::bigint
    from added join input using (id), jsonb_array_elements(input.entries) with ordinality as e (entry, line)
    returning account, currency, amount
  ), queued as (
    insert into ${schema}.ledger_unsealed select id from added
  ), guarded as (
    select account, currency, sum(amount)::bigint, floor
    from lines join ${schema}.ledger_guarded_kinds on kind = split_part(account, ':', 1)
    group by account, currency, floor
  )
  select (select array_agg(id) from added),
         (select array_agg(row(guarded.*)::${schema}.ledger_change order by account, currency) from guarded)
  into posted, deltas;

  if coalesce(cardinality(posted), 0) < jsonb_array_length(postings) then
    perform ${schema}.ledger_refuse_other_content(postings, posted);
  end if;

  -- Account by account, always in the same order, so that postings never deadlock; each is inserted before it is locked,
  -- so that an empty one can be.
  foreach change in array coalesce(deltas, '{}') loop
    insert into ${schema}.ledger_balances (account, currency, balance, floor)
    values (change.account, change.currency, 0, change.floor)
    on conflict do nothing;

    update ${schema}.ledger_balances
    set balance = balance + change.delta
    where account = change.account and currency = change.currency and (change.delta > 0 or balance + change.delta >= floor);
    if not found then
      raise exception 'the balance of % does not suffice', change.account
        using errcode = 'AZ001', detail = (
          select json_build_object('account', account, 'available', balance - floor)
          from ${schema}.ledger_balances where account = change.account and currency = change.currency
        );
    end if;
  end loop;
end $$;

create function ${schema}.ledger_refuse_other_content(postings jsonb, posted uuid[]) returns void language plpgsql as $$
declare
  other text;
begin
  select input.reference into other
  from jsonb_to_recordset(postings) as input (id uuid, reference text, entries jsonb)
  where input.id <> all (coalesce(posted, '{}'))
    and (
      select jsonb_agg(jsonb_build_array(entry ->> 'account', entry ->> 'currency', (entry ->> 'amount')::bigint) order by line)
      from jsonb_array_elements(input.entries) with ordinality as e (entry, line)
    ) is distinct from (
      select jsonb_agg(jsonb_build_array(account, currency, amount) order by line)
      from ${schema}.ledger_transactions t join ${schema}.ledger_entries on transaction_id = t.id
      where t.reference = input.reference
    )
  limit 1;
  if found then
    raise exception 'the reference % stands already with other entries', other using errcode = 'AZ002';
  end if;
end $$;

create function ${schema}.ledger_hash(previous bytea, id uuid) returns bytea language sql stable as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(
    jsonb_build_array(t.id, t.reference, t.kind, extract(epoch from t.occurred_at),
      (select jsonb_agg(jsonb_build_array(account, currency, amount) order by line)
       from ${schema}.ledger_entries where transaction_id = t.id))::text, 'UTF8'))
  from ${schema}.ledger_transactions t where t.id = $2
$$;

-- Chains up to "most" waiting transactions to those before them and adds them to the rollups. Returns how many; one sealer works at a time.
create function ${schema}.ledger_seal(most integer) returns integer language plpgsql as $$
declare
  last record;
  link uuid;
  place bigint;
  chain bytea;
  sealed uuid[] := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtext('${schema}.ledger_seal')) then
    return 0;
  end if;
  select position, hash into last from ${schema}.ledger_seals order by position desc limit 1;
  place := coalesce(last.position, 0);
  chain := last.hash;
  for link in select transaction_id from ${schema}.ledger_unsealed order by transaction_id limit most loop
    place := place + 1;
    chain := ${schema}.ledger_hash(chain, link);
    insert into ${schema}.ledger_seals values (place, link, chain);
    sealed := sealed || link;
  end loop;
  delete from ${schema}.ledger_unsealed where transaction_id = any (sealed);
  insert into ${schema}.ledger_rollups as r
  select account, currency, sum(amount)::bigint from ${schema}.ledger_entries
  where transaction_id = any (sealed)
    and split_part(account, ':', 1) not in (select kind from ${schema}.ledger_guarded_kinds)
  group by account, currency order by account, currency
  on conflict (account, currency) do update set balance = r.balance + excluded.balance;
  return cardinality(sealed);
end $$;

-- Every way in which the ledger contradicts itself, one row each; none is the only good answer.
create function ${schema}.ledger_faults() returns table (fault text, subject text) language sql stable as $$
  select 'imbalance', transaction_id::text from ${schema}.ledger_entries
    group by transaction_id, currency having sum(amount) <> 0
  union all
  select 'without entries', id::text from ${schema}.ledger_transactions t
    where not exists (select 1 from ${schema}.ledger_entries where transaction_id = t.id)
  union all
  select 'balance differs from entries', coalesce(e.account, b.account)
    from (select account, currency, sum(amount) as total from ${schema}.ledger_entries group by account, currency) e
    full join ${schema}.ledger_account_balances b using (account, currency)
    where coalesce(e.total, 0) <> coalesce(b.balance, 0)
  union all
  select 'balance below floor', account from ${schema}.ledger_balances where balance < floor
  union all
  select 'broken chain', position::text
    from (select position, transaction_id, hash, lag(hash) over (order by position) as previous,
                 lag(position) over (order by position) as before from ${schema}.ledger_seals) s
    where hash is distinct from ${schema}.ledger_hash(previous, transaction_id) or position <> coalesce(before, 0) + 1
  union all
  select 'neither sealed nor waiting', id::text from ${schema}.ledger_transactions t
    where not exists (select 1 from ${schema}.ledger_seals where transaction_id = t.id)
      and not exists (select 1 from ${schema}.ledger_unsealed where transaction_id = t.id)
$$;
`;
}
