import type pg from 'pg';
import { WORDS, word } from './vocabulary.ts';

/** One way to read the catalog. */
export interface Kind {
  group: 'list' | 'filtered list' | 'search' | 'facets' | 'sales page';
  name: string;
  /** The path of a request by its number: another each time, so that no cache has the page. */
  pathOf(request: number): string;
}

/** So many places of an order, or values of a filter, are asked for in turn. */
const PLACES = 500;

/** Every kind of read that the catalog has, over what is in it. */
export async function kindsOfReads(pool: pg.Pool): Promise<Kind[]> {
  return [...(await orders(pool)), ...(await filters(pool)), ...searches(), ...facets(), ...(await salesPages(pool))];
}

async function orders(pool: pg.Pool): Promise<Kind[]> {
  const of = async (name: string, sort: string, { from = 0, among = PLACES } = {}, filter = '') => {
    const cursors = await cursorsOf(pool, sort, from, among);
    return list('list', name, n => `sort=${sort}&cursor=${cursors[n % cursors.length]}${filter}`);
  };
  const { rows } = await pool.query<{ courses: number }>('select count(*)::int as courses from catalog.listings');
  const all = rows[0]?.courses ?? 0;
  const middle = { from: Math.floor(all / 2) };
  return Promise.all([
    of('newest, page 1 to 25', 'newest'),
    of('newest, page 50', 'newest', { from: 900, among: 200 }),
    of('newest, page 500', 'newest', { from: 9_600, among: 300 }),
    of('newest, from the middle', 'newest', middle),
    of('popular, page 1 to 25', 'popular'),
    of('popular, from the middle', 'popular', middle),
    of('rating, page 1 to 25', 'rating'),
    of('rating, page 500', 'rating', { from: 9_600, among: 300 }),
    of('price', 'price', {}, '&currency=USD'),
    of('price, page 250', 'price', { from: 4_800, among: 300 }, '&currency=USD'),
    of('-price', '-price', {}, '&currency=USD'),
  ]);
}

async function filters(pool: pg.Pool): Promise<Kind[]> {
  const instructors = await some(
    pool,
    'select instructor_id as one from catalog.listings group by 1 order by hashtext(instructor_id::text) limit 500',
  );
  const category = (n: number) => `category=Category+${1 + (n % 200)}`;
  const sorts = ['newest', 'popular', 'rating', 'price&currency=USD'];
  const filtered = (name: string, query: (n: number) => string) => list('filtered list', name, query);
  const bySort = (name: string, filter: (n: number) => string) =>
    sorts.map(sort => filtered(`${name}, ${sort.split('&')[0]}`, n => `${filter(n)}&sort=${sort}`));
  const levels = ['all', 'beginner', 'intermediate', 'advanced'];
  const languages = ['en', 'es', 'de', 'fr', 'pt', 'it', 'ru', 'tr', 'nl', 'ja'];
  const level = (n: number) => `level=${levels[n % levels.length]}`;
  const language = (n: number) => `language=${languages[n % languages.length]}`;
  return [
    ...bySort('category', category),
    ...bySort('level', level),
    ...bySort('language', language),
    ...bySort('rare language', () => 'language=ja'),
    ...bySort('instructor', n => `instructor=${instructors[n % instructors.length]}`),
    filtered('rating of 4.5 and more, newest', () => 'rating=4.5&sort=newest'),
    filtered('rating of 4.5 and more, popular', () => 'rating=4.5&sort=popular'),
    filtered('range of prices, newest', n => `currency=USD&minPrice=${1_000 + n}&maxPrice=${2_000 + n}&sort=newest`),
    filtered('range of prices, price', n => `currency=EUR&minPrice=${1_000 + n}&maxPrice=${2_000 + n}&sort=price`),
    filtered('free, popular', () => 'currency=USD&maxPrice=0&sort=popular'),
    ...bySort('category, level and language', n => `${category(n)}&${level(n >> 1)}&${language(n >> 2)}`),
  ];
}

/** Words by their rank in the vocabulary: how many courses have them is in the table of plans. */
function searches(): Kind[] {
  const search = (name: string, q: (n: number) => string, more = '') =>
    list('search', `search, ${name}`, n => `q=${encodeURIComponent(q(n))}${more}`);
  const common = (n: number) => word('en', 10 + (n % 5));
  const rare = (n: number) => word('en', 5_000 + (n % PLACES));
  return [
    search('word of 50 %', () => word('en', 1)),
    search('word of 10 %', common),
    search('word of 1 %', n => word('en', 110 + (n % 50))),
    search('rare word', rare),
    search('two common words', n => `${word('en', 1)} ${common(n)}`),
    search('two words', n => `${common(n)} ${word('en', 110 + (n % 50))}`),
    search('two rare words', n => `${rare(n)} ${word('en', 3_000 + (n % 499))}`),
    search('in quotes', n => `"${word('en', 1)} ${common(n)}"`),
    search('German, with umlauts', n => word('de', 1 + (n % 50)), '&language=de'),
    search('Russian', n => word('ru', 1 + (n % 50))),
    search('Japanese', n => word('ja', 1 + (n % 50))),
    search('typo', n => mistyped(word('en', 100 + (n % PLACES)))),
    search('typo in two words', n => `${mistyped(word('fr', 100 + (n % PLACES)))} ${mistyped(word('fr', 20))}`),
    search('no hit', n => `${word('en', 2 * WORDS + 100_000 + n)}q`),
    search('word of 50 %, in a category', () => word('en', 1), '&category=Category+60'),
    search('word of 10 %, newest', common, '&sort=newest'),
    search('word of 10 %, price', common, '&sort=price&currency=USD'),
    search('rare word, newest', rare, '&sort=newest'),
  ];
}

/** No parameter of theirs can be written in many ways: empty ones make the address another. */
function facets(): Kind[] {
  const of = (name: string, filter: (n: number) => string): Kind => ({
    group: 'facets',
    name: `facets, ${name}`,
    pathOf: n => `/api/courses/facets?${filter(n)}${'&'.repeat(n % PLACES)}`,
  });
  return [
    of('all', () => ''),
    of('of a category', n => `category=Category+${1 + (n % 200)}`),
    of('of a language', () => 'language=en'),
    of('of a level and rating', () => 'level=beginner&rating=4'),
  ];
}

async function salesPages(pool: pg.Pool): Promise<Kind[]> {
  const slugs = await some(pool, 'select slug as one from catalog.courses order by id desc limit 5000');
  return [{ group: 'sales page', name: 'sales page', pathOf: n => `/api/courses/${slugs[n % slugs.length]}` }];
}

/** Twenty, written in another way each time. */
function list(group: Kind['group'], name: string, query: (n: number) => string): Kind {
  return { group, name, pathOf: n => `/api/courses/list?limit=20.${String(n).padStart(24, '0')}&${query(n)}` };
}

/** Two letters that changed places. */
function mistyped(text: string): string {
  return text.slice(0, 2) + text[3] + text[2] + text.slice(4);
}

const KEYS: Readonly<Record<string, string>> = {
  newest: 'published_at desc',
  popular: 'learners desc',
  rating: 'rating desc',
  price: 'price',
  '-price': 'price desc',
};

/** What the product says of the last course of a page, for courses one after the other. */
async function cursorsOf(pool: pg.Pool, sort: string, from: number, among: number): Promise<string[]> {
  const [key, direction = ''] = KEYS[sort]?.split(' ') ?? [];
  const { rows } = await pool.query<{ cursor: unknown[] }>(
    `select json_build_array(${key}, course_id) as cursor from catalog.listings
     where ${key === 'price' ? "currency = 'USD'" : 'true'} and on_sale
     order by ${key} ${direction}, course_id ${direction} offset ${from} limit ${among}`,
  );
  return rows.map(({ cursor }) => Buffer.from(JSON.stringify([sort, ...cursor])).toString('base64url'));
}

async function some(pool: pg.Pool, sql: string): Promise<string[]> {
  return (await pool.query<{ one: string }>(sql)).rows.map(({ one }) => one);
}
