import { Migration } from '@mikro-orm/migrations';

export class Listings extends Migration {
  override up(): void {
    this.addSql(`
create extension if not exists btree_gin;
create extension if not exists unaccent;

-- Text is searched in the language it is in, and without its accents.
create function catalog.create_search_configurations() returns void language plpgsql as $$
declare
  name text;
begin
  foreach name in array array['simple', 'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english', 'finnish',
    'french', 'german', 'greek', 'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian',
    'portuguese', 'romanian', 'russian', 'serbian', 'spanish', 'swedish', 'tamil', 'turkish', 'yiddish']
  loop
    execute format('create text search configuration catalog.%I (copy = pg_catalog.%I)', name, name);
    execute format('alter text search configuration catalog.%I alter mapping for hword, hword_part, word with unaccent, %s',
                   name, case name when 'simple' then 'simple' else name || '_stem' end);
  end loop;
end $$;
select catalog.create_search_configurations();
drop function catalog.create_search_configurations;

create function catalog.search_configuration(language text) returns regconfig language sql immutable parallel safe as $$
  select case split_part(language, '-', 1)
    when 'ar' then 'catalog.arabic' when 'hy' then 'catalog.armenian' when 'eu' then 'catalog.basque'
    when 'ca' then 'catalog.catalan' when 'da' then 'catalog.danish' when 'nl' then 'catalog.dutch'
    when 'en' then 'catalog.english' when 'fi' then 'catalog.finnish' when 'fr' then 'catalog.french'
    when 'de' then 'catalog.german' when 'el' then 'catalog.greek' when 'hi' then 'catalog.hindi'
    when 'hu' then 'catalog.hungarian' when 'id' then 'catalog.indonesian' when 'ga' then 'catalog.irish'
    when 'it' then 'catalog.italian' when 'lt' then 'catalog.lithuanian' when 'ne' then 'catalog.nepali'
    when 'nb' then 'catalog.norwegian' when 'nn' then 'catalog.norwegian' when 'no' then 'catalog.norwegian'
    when 'pt' then 'catalog.portuguese' when 'ro' then 'catalog.romanian' when 'ru' then 'catalog.russian'
    when 'sr' then 'catalog.serbian' when 'es' then 'catalog.spanish' when 'sv' then 'catalog.swedish'
    when 'ta' then 'catalog.tamil' when 'tr' then 'catalog.turkish' when 'yi' then 'catalog.yiddish'
    else 'catalog.simple' end::regconfig
$$;

-- What lists and searches need of a course that was ever on sale. Triggers keep it true, whoever writes the course.
create table catalog.listings (
  course_id uuid primary key references catalog.courses deferrable initially deferred,
  on_sale boolean not null,
  instructor_id uuid not null,
  published_at timestamptz not null,
  category text,
  level text not null,
  language text not null,
  currency text not null,
  price bigint not null,
  learners integer not null default 0 check (learners >= 0),
  rating_sum integer not null default 0 check (rating_sum >= 0),
  rating_count integer not null default 0 check (rating_count >= 0),
  -- Of five stars, in hundredths; 0 without a rating.
  rating integer not null generated always as (case rating_count when 0 then 0 else rating_sum * 100 / rating_count end) stored,
  words tsvector not null,
  -- 0 for the ten thousand with most learners, 1 for the hundred thousand after them, 2 for the others.
  tier smallint not null default 2,
  check (rating_sum between rating_count and 5 * rating_count)
);
create index listings_newest on catalog.listings (published_at desc, course_id desc) where on_sale;
create index listings_popular on catalog.listings (learners desc, course_id desc) where on_sale;
create index listings_rated on catalog.listings (rating desc, course_id desc) where on_sale;
create index listings_priced on catalog.listings (currency, price, course_id) where on_sale;
create index listings_by_category on catalog.listings (category, published_at desc, course_id desc) where on_sale;
create index listings_by_category_popular on catalog.listings (category, learners desc, course_id desc) where on_sale;
create index listings_by_category_rated on catalog.listings (category, rating desc, course_id desc) where on_sale;
create index listings_by_category_priced on catalog.listings (category, currency, price, course_id) where on_sale;
create index listings_by_language on catalog.listings (language, published_at desc, course_id desc) where on_sale;
create index listings_by_level on catalog.listings (level, published_at desc, course_id desc) where on_sale;
create index listings_by_instructor on catalog.listings (instructor_id, published_at desc, course_id desc) where on_sale;
create index listings_words on catalog.listings using gin (tier, words) with (fastupdate = off) where on_sale;
-- Courses are about one thing in one language: the planner must not take these for independent.
create statistics catalog.listings_together (dependencies, mcv) on category, level, language from catalog.listings;

-- The words of all titles, to find what somebody meant.
create table catalog.words (word text primary key);
create index words_alike on catalog.words using gin (word gin_trgm_ops);

-- How many courses on sale there are of each sort, so that nobody has to count them: a change is a further row, and rows of
-- the same sort are added up from time to time.
create table catalog.listing_counts (
  category text,
  level text not null,
  language text not null,
  -- Whole stars, rounded down.
  stars smallint not null,
  free boolean not null,
  courses integer not null
);

create function catalog.words_of(course catalog.courses) returns tsvector language sql immutable as $$
  select setweight(to_tsvector(catalog.search_configuration(course.language), course.title), 'A')
      || setweight(to_tsvector('catalog.simple', course.title), 'A')
      || setweight(to_tsvector(catalog.search_configuration(course.language), coalesce(course.category, '')), 'B')
      || setweight(to_tsvector(catalog.search_configuration(course.language), course.summary), 'C')
$$;

create function catalog.list_course() returns trigger language plpgsql as $$
begin
  if new.published_at is null then return null; end if;
  insert into catalog.listings as standing (course_id, on_sale, instructor_id, published_at, category, level, language,
                                            currency, price, words)
  values (new.id, new.state = 'published', new.instructor_id, new.published_at, lower(new.category), new.level,
          split_part(new.language, '-', 1),
          new.price_currency, new.price_amount, catalog.words_of(new))
  on conflict (course_id) do update set
    on_sale = excluded.on_sale, category = excluded.category, level = excluded.level, language = excluded.language,
    currency = excluded.currency, price = excluded.price, words = excluded.words;
  insert into catalog.words
  select lexeme from unnest(to_tsvector('catalog.simple', new.title)) where lexeme ~ '^[[:alpha:]]{3,40}$'
  on conflict do nothing;
  return null;
end $$;
create trigger courses_listed after insert or update of state, published_at, title, summary, category, level, language,
  price_amount, price_currency on catalog.courses for each row execute function catalog.list_course();

create function catalog.recount_listing() returns trigger language plpgsql as $$
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
create trigger listings_counted after insert or update on catalog.listings
  for each row execute function catalog.recount_listing();

create function catalog.count_learner() returns trigger language plpgsql as $$
begin
  update catalog.listings set learners = learners + 1 where course_id = new.course_id;
  return null;
end $$;
create trigger enrollments_counted after insert on catalog.enrollments
  for each row execute function catalog.count_learner();

-- What is on sale already is listed by its trigger.
update catalog.courses set state = state where published_at is not null;
update catalog.listings l set learners = e.learners
from (select course_id, count(*) as learners from catalog.enrollments group by course_id) e where e.course_id = l.course_id;
drop index catalog.courses_newest;
`);
  }

  override down(): void {
    this.addSql(`
create index courses_newest on catalog.courses (published_at desc, id desc) where state = 'published';
drop trigger enrollments_counted on catalog.enrollments;
drop function catalog.count_learner;
drop trigger courses_listed on catalog.courses;
drop function catalog.list_course;
drop table catalog.listings cascade;
drop function catalog.recount_listing;
drop table catalog.listing_counts;
drop table catalog.words;
drop function if exists catalog.words_of;
drop function catalog.search_configuration;
do $$ declare configuration regconfig; begin
  for configuration in select oid from pg_ts_config where cfgnamespace = 'catalog'::regnamespace loop
    execute format('drop text search configuration %s', configuration);
  end loop;
end $$;
drop extension unaccent;
drop extension btree_gin;
`);
  }
}
