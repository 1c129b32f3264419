import pg from 'pg';
import { Chance } from './chance.ts';
import { syntheticCourse } from './synthetic-course.ts';

const BATCH = 5_000;
/** One for each core of a small machine. */
const WRITERS = 2;

/**
 * Puts synthetic courses on sale until there are so many, each of one lesson that may be read by everybody. Row by row the
 * triggers would take an hour for a million: they are off, `listings` are filled with what they make, and their indexes
 * are made at once. `assertListedTruly` compares.
 * @param pool whose sessions may turn triggers off
 */
export async function growCatalog(pool: pg.Pool, from: number, to: number, instructorIds: string[]): Promise<void> {
  const indexes = await dropIndexes(pool);
  let next = from;
  const write = async () => {
    const session = await pool.connect();
    await session.query('set session_replication_role = replica');
    for (let first = next; first < to; first = next) {
      next = Math.min(first + BATCH, to);
      await add(session, first, next, instructorIds);
    }
    await session.query('reset session_replication_role');
    session.release();
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  const session = await pool.connect();
  for (const statement of [...WORDS, "set maintenance_work_mem = '1GB'", ...indexes, ...SETTLE])
    await session.query(statement);
  session.release();
}

async function add(session: pg.PoolClient, first: number, last: number, instructorIds: string[]): Promise<void> {
  const chance = new Chance(first);
  const courses = Array.from({ length: last - first }, (_, index) => {
    const course = syntheticCourse(chance, first + index);
    return { ...course, instructorId: instructorIds[Math.floor(course.instructor * instructorIds.length)] };
  });
  await session.query('begin');
  await session.query(ADD_COURSES, [JSON.stringify(courses)]);
  await session.query(ADD_LISTINGS, [JSON.stringify(courses)]);
  await session.query('commit');
}

const ADD_COURSES = `
  with drafts as (
    select r.*, uuidv7() as text_id, uuidv7() as lesson_id, uuidv7() as section_id
    from jsonb_to_recordset($1) as r (id uuid, "instructorId" uuid, slug text, title text, summary text, category text,
      level text, language text, amount bigint, currency text, age integer)
  ), written as (
    select *, jsonb_build_array(jsonb_build_object('id', section_id, 'title', '', 'lessons', jsonb_build_array(
                jsonb_build_object('id', lesson_id, 'title', title, 'preview', true, 'textId', text_id, 'length', 460)))) as sections
    from drafts
  ), texts as (
    insert into catalog.lesson_texts (id, course_id, body, html, written_at)
    select text_id, id, repeat('What this lesson says. ', 20), repeat('What this lesson says. ', 20), now() from written
  ), releases as (
    insert into catalog.releases (course_id, number, sections, released_at) select id, 1, sections, now() from written
  )
  insert into catalog.courses (id, instructor_id, slug, created_at, title, summary, price_amount, price_currency, category,
                               level, language, sections, edited, release, state, published_at)
  select id, "instructorId", slug, now(), title, summary, amount, currency, category, level, language, sections, false, 1,
         'published', now() - make_interval(secs => age)
  from written`;

const ADD_LISTINGS = `
  insert into catalog.listings (course_id, on_sale, instructor_id, published_at, category, level, language, currency, price,
                                learners, rating_sum, rating_count, words)
  select c.id, true, c.instructor_id, c.published_at, lower(c.category), c.level, c.language, c.price_currency,
         c.price_amount, r.learners, r.stars, r.ratings, catalog.words_of(c)
  from jsonb_to_recordset($1) as r (id uuid, learners integer, ratings integer, stars integer)
  join catalog.courses c on c.id = r.id`;

const WORDS = [
  `insert into catalog.words
   select word from ts_stat('select to_tsvector(''catalog.simple'', title) from catalog.courses')
   where word ~ '^[[:alpha:]]{3,40}$' on conflict do nothing`,
  'truncate catalog.listing_sums, catalog.listing_changes',
  `insert into catalog.listing_changes
   select category, level, language, rating / 100, price = 0, count(*) from catalog.listings where on_sale group by 1, 2, 3, 4, 5`,
];

const SETTLE = ['reset maintenance_work_mem', 'vacuum analyze', 'checkpoint'];

/** @returns what makes them again */
async function dropIndexes(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select indexrelid::regclass as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = 'catalog.listings'::regclass and not indisprimary`,
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}
