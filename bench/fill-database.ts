import { argon2Sync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { PASSWORD } from './access-token.ts';

export interface Shop {
  learnerIds: string[];
  courses: Course[];
}

export interface Course {
  id: string;
  instructorId: string;
  slug: string;
  title: string;
  publishedAt: string;
}

const COURSES = 10_000;
const INSTRUCTORS = 200;
const LEARNERS = 200;

/** Puts 10,000 courses of 12 lessons on sale, one a minute, of 200 instructors in turn, and signs up as many learners. */
export async function fillDatabase(pool: pg.Pool): Promise<Shop> {
  const instructorIds = await signUp(pool, 'instructor', INSTRUCTORS);
  const learnerIds = await signUp(pool, 'learner', LEARNERS);
  const { rows: courses } = await pool.query<Course>(
    `insert into catalog.courses (id, instructor_id, slug, created_at, title, summary, price_amount, price_currency,
                                  level, language, sections, edited, state, published_at)
     select uuidv7(), ($1::uuid[])[1 + n % ${INSTRUCTORS}], 'course-' || n, now(), 'Course ' || n,
            'What there is to know about subject ' || n || ', from the beginning to the end, in twelve short lessons.',
            1000 + n, 'USD', 'all', 'en', sections, false, 'archived', now() - make_interval(mins => n)
     from generate_series(1, $2) as n, lateral (
       select jsonb_build_array(jsonb_build_object('id', uuidv7(), 'title', '', 'lessons', jsonb_agg(jsonb_build_object(
                'id', uuidv7(), 'title', 'Lesson ' || l || ' of ' || n, 'preview', l = 1, 'textId', uuidv7(),
                'length', 460) order by l))) as sections
       from generate_series(1, 12) as l where n > 0
     ) as written
     returning id, instructor_id as "instructorId", slug, title, to_json(published_at) #>> '{}' as "publishedAt"`,
    [instructorIds, COURSES],
  );
  await pool.query(PUBLISH);
  return { learnerIds, courses };
}

/** Their lessons as learners get them. */
const PUBLISH = `
  with texts as (
    insert into catalog.lesson_texts (id, course_id, body, html, written_at)
    select l.text_id, c.id, repeat('What this lesson says. ', 20), repeat('What this lesson says. ', 20), now()
    from catalog.courses c, catalog.lessons_of(c.sections) l
  ), releases as (
    insert into catalog.releases (course_id, number, sections, released_at)
    select id, 1, sections, published_at from catalog.courses
  )
  update catalog.courses set release = 1, state = 'published'`;

/** As the product stores it. */
function passwordHash(): string {
  const nonce = randomBytes(16);
  const cost = { memory: 19_456, passes: 2, parallelism: 1 };
  const tag = argon2Sync('argon2id', { message: Buffer.from(PASSWORD), nonce, tagLength: 32, ...cost });
  const [salt, hash] = [nonce, tag].map(bytes => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${hash}`;
}

export async function signUp(pool: pg.Pool, role: string, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into identity.users (id, email, name, password_hash, roles, signed_up_at)
     select id, id || '@azora.test', 'User ' || n, $3, array[$1], now()
     from (select uuidv7() as id, n from generate_series(1, $2) as n) as users
     returning id`,
    [role, count, passwordHash()],
  );
  return rows.map(({ id }) => id);
}
