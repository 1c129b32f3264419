import { Migration } from '@mikro-orm/migrations';

/**
 * Summaries and categories are found by their words as they stand too, as titles are: by whoever searches in another language
 * than the course is in, and so that a word which is excluded excludes what has just that word.
 */
export class WordsAsTheyStand extends Migration {
  override up(): void {
    this.addSql(`
create or replace function catalog.words_of(course catalog.courses) returns tsvector language sql immutable as $$
  with configurations as (
    select catalog.search_configuration(course.language) as spoken, 'catalog.simple'::regconfig as simple
  )
  select setweight(to_tsvector(spoken, course.title) || to_tsvector(simple, course.title), 'A')
      || setweight(to_tsvector(spoken, coalesce(course.category, '')) || to_tsvector(simple, coalesce(course.category, '')), 'B')
      || setweight(to_tsvector(spoken, course.summary) || to_tsvector(simple, course.summary), 'C')
  from configurations
$$;
update catalog.listings l set words = catalog.words_of(c) from catalog.courses c where c.id = l.course_id;
`);
  }

  override down(): void {
    this.addSql(`
create or replace function catalog.words_of(course catalog.courses) returns tsvector language sql immutable as $$
  select setweight(to_tsvector(catalog.search_configuration(course.language), course.title), 'A')
      || setweight(to_tsvector('catalog.simple', course.title), 'A')
      || setweight(to_tsvector(catalog.search_configuration(course.language), coalesce(course.category, '')), 'B')
      || setweight(to_tsvector(catalog.search_configuration(course.language), course.summary), 'C')
$$;
update catalog.listings l set words = catalog.words_of(c) from catalog.courses c where c.id = l.course_id;
`);
  }
}
