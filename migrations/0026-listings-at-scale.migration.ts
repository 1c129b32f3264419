import { Migration } from '@mikro-orm/migrations';

export class ListingsAtScale extends Migration {
  override up(): void {
    this.addSql(`
-- What is searched for and what it is narrowed to are met in one index, so that neither is read whole.
drop index catalog.listings_words;
create index listings_words on catalog.listings using gin (tier, words, category, level, language)
  with (fastupdate = off) where on_sale;
-- What several filters leave together is few, and is found without reading what each of them leaves.
create index listings_by_sort on catalog.listings (category, language, level, published_at desc, course_id desc) where on_sale;

-- A word that one course in ten thousand has is not taken for one that every five hundredth has.
alter table catalog.listings alter column words set statistics 1000;
alter statistics catalog.listings_together set statistics 1000;

-- How many courses on sale there are of each sort, and of all sorts that differ in category, level or language only, up to
-- the changes that are not added up yet.
create table catalog.listing_sums (
  -- Of which of category (4), level (2) and language (1) there are all; they are empty then. A null category is one too.
  overall smallint not null check (overall between 0 and 7),
  category text,
  level text not null,
  language text not null,
  stars smallint not null,
  free boolean not null,
  courses integer not null,
  constraint listing_sums_once unique nulls not distinct (overall, level, language, category, stars, free)
);
alter table catalog.listing_counts rename to listing_changes;

create or replace function catalog.recount_listing() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.on_sale, old.category, old.level, old.language, old.rating / 100, old.price = 0)
    is not distinct from (new.on_sale, new.category, new.level, new.language, new.rating / 100, new.price = 0)
  then return null; end if;
  insert into catalog.listing_changes
  select l.category, l.level, l.language, l.rating / 100, l.price = 0, l.change
  from (values (old.on_sale, old.category, old.level, old.language, old.rating, old.price, -1),
               (new.on_sale, new.category, new.level, new.language, new.rating, new.price, 1))
       as l (on_sale, category, level, language, rating, price, change)
  where l.on_sale;
  return null;
end $$;

-- In one order, so that two at a time wait for each other.
create function catalog.sum_up_listings() returns void language sql as $$
  with changes as (delete from catalog.listing_changes returning *)
  insert into catalog.listing_sums as standing
  select grouping(category, level, language),
         case grouping(category) when 0 then category else '' end, coalesce(level, ''), coalesce(language, ''),
         stars, free, sum(courses)
  from changes group by cube (category, level, language), stars, free having sum(courses) <> 0
  order by 1, 2, 3, 4, 5, 6
  on conflict on constraint listing_sums_once do update set courses = standing.courses + excluded.courses;
$$;
select catalog.sum_up_listings();
`);
  }

  override down(): void {
    this.addSql(`
drop function catalog.sum_up_listings;
insert into catalog.listing_changes
select category, level, language, stars, free, courses from catalog.listing_sums where overall = 0 and courses <> 0;
drop table catalog.listing_sums;
alter table catalog.listing_changes rename to listing_counts;

create or replace function catalog.recount_listing() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.on_sale, old.category, old.level, old.language, old.rating / 100, old.price = 0)
    is not distinct from (new.on_sale, new.category, new.level, new.language, new.rating / 100, new.price = 0)
  then return null; end if;
  insert into catalog.listing_counts
  select l.category, l.level, l.language, l.rating / 100, l.price = 0, l.change
  from (values (old.on_sale, old.category, old.level, old.language, old.rating, old.price, -1),
               (new.on_sale, new.category, new.level, new.language, new.rating, new.price, 1))
       as l (on_sale, category, level, language, rating, price, change)
  where l.on_sale;
  return null;
end $$;

alter statistics catalog.listings_together set statistics -1;
alter table catalog.listings alter column words set statistics -1;
drop index catalog.listings_by_sort;
drop index catalog.listings_words;
create index listings_words on catalog.listings using gin (tier, words) with (fastupdate = off) where on_sale;
`);
  }
}
