import { deepStrictEqual } from 'node:assert';
import type pg from 'pg';

const SAMPLE = 500;

/** @throws when what the bench filled in is not what the product's own triggers make of the same courses */
export async function assertListedTruly(pool: pg.Pool): Promise<void> {
  const session = await pool.connect();
  const all = async (sql: string) => (await session.query(sql)).rows;
  try {
    await session.query('begin');
    await session.query(
      `create temporary table sample on commit drop as
       select * from catalog.listings where course_id in (select id from catalog.courses order by hashtext(slug) limit ${SAMPLE})`,
    );
    const filled = await all(LISTED);
    await session.query('delete from catalog.listings where course_id in (select course_id from sample)');
    await session.query('update catalog.courses set state = state where id in (select course_id from sample)');
    deepStrictEqual(await all(LISTED), filled);
    deepStrictEqual(await all('select word from catalog.words where xmin = pg_current_xact_id()::xid'), []);
    await session.query('rollback');
    deepStrictEqual(await all(MISCOUNTED), []);
  } finally {
    session.release();
  }
}

/** Learners and ratings are nobody's here: the bench makes neither enrollments nor reviews. */
const LISTED = `
  select to_jsonb(l) - array['learners', 'rating_sum', 'rating_count', 'rating', 'tier'] as listing
  from catalog.listings l where course_id in (select course_id from sample) order by course_id`;

const MISCOUNTED = `
  with truth as (
    select category, level, language, rating / 100 as stars, price = 0 as free, count(*) as courses
    from catalog.listings where on_sale group by 1, 2, 3, 4, 5
  ), counts as (
    select category, level, language, stars, free, sum(courses) as courses from (
      select category, level, language, stars, free, courses from catalog.listing_sums where overall = 0
      union all table catalog.listing_changes
    ) c group by 1, 2, 3, 4, 5 having sum(courses) > 0
  )
  (table truth except table counts) union all (table counts except table truth)`;
