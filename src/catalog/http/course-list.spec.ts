import { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { ArchiveCourse } from '../commands/archive-course.ts';
import { ReviseCourse } from '../commands/revise-course.ts';
import { StartPurchase } from '../commands/start-purchase.ts';
import { SumUpListings } from '../commands/sum-up-listings.ts';
import { RankAllListings } from '../processes/rank-all-listings.ts';
import { facetsView } from '../queries/count-courses.ts';
import { coursePageView } from '../queries/course.view.ts';
import { aStoredCourseOnSale } from '../testing/commands.ts';
import { anOffer } from '../testing/courses.ts';

/** As it stands in an address. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).map(text => encodeURIComponent(text.toWellFormed())),
  fc.stringMatching(/^[&|!():*<>"'\\ a-z-]{1,40}$/).map(encodeURIComponent),
  fc.stringMatching(/^[!-/:-@[-`{-~]{1,100}$/).map(encodeURIComponent),
  fc.stringMatching(/^[%\da-fA-F]{1,40}$/),
  fc
    .constantFrom(
      ...['"', '"unbalanced', '<->', '!', '&&&', ':*', 'a:b:c', "it's", '\\', '-', '- -a', 'or', 'or or or'],
      ...["'; drop table catalog.listings; --", "' union select password_hash from identity.users --"],
      ...[
        'مرحبا بالعالم',
        'שלום',
        '\u202Eabc\u202C',
        '\u2066a\u2069',
        '🙂',
        '👩‍👩‍👧‍👦',
        'e\u0301',
        `e${'\u0301'.repeat(150)}`,
      ],
    )
    .map(encodeURIComponent),
  // Unpaired surrogates, overlong and broken forms, and what is no escape.
  fc.constantFrom(
    '%ED%A0%80',
    '%ED%BF%BFx',
    '%C0%80',
    '%C0%AF',
    '%FF%FE',
    '%E0%A4%A',
    '%F0%9F',
    '%u0061',
    '%',
    '%%',
    '%zz',
  ),
);

/** Every filter and sort, each in some runs. */
const oddFilter = fc.record(
  {
    sort: fc.constantFrom('relevance', 'newest', 'popular', 'rating', 'price', '-price'),
    category: fc.oneof(fc.constant('programming'), oddText),
    level: fc.constantFrom('all', 'beginner'),
    language: fc.constantFrom('en', 'de', 'xx', 'zho'),
    instructor: fc.uuid(),
    rating: fc.constantFrom('1', '4.5', '5'),
    currency: fc.constantFrom('USD', 'JPY'),
    minPrice: fc.constantFrom('0', '100'),
    maxPrice: fc.constantFrom('0', '99999999'),
    limit: fc.constantFrom('1', '100'),
  },
  { requiredKeys: [] },
);

describe('The list of courses', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeEach(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterEach(() => azora.stop());

  async function page(query: string) {
    const { status, body } = await azora.api.get(`/api/courses/list?${query}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    return coursePageView.parse(body);
  }

  const titles = async (query: string) => (await page(query)).items.map(({ title }) => title);

  /** All pages, one course each. */
  async function walk(query: string): Promise<string[]> {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { items, nextCursor }: { items: { title: string }[]; nextCursor: string | null } = await page(
        `${query}&limit=1${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...items.map(({ title }) => title));
      cursor = nextCursor;
    }
    return seen;
  }

  const aCourse = (title: string, offer: Parameters<typeof aStoredCourseOnSale>[1] = {}) =>
    aStoredCourseOnSale(azora, { title, summary: '', ...offer });

  const enroll = (courseId: string) => commands.execute(new StartPurchase(newId(), courseId, newId()));

  it('is narrowed by each filter, and by all of them together', async () => {
    const { instructorId } = await aCourse('Baking', {
      category: 'Food & Drink',
      level: 'beginner',
      language: 'de-AT',
      price: Money.of(1_000, 'EUR'),
    });
    await aCourse('Compilers', { category: 'Programming', level: 'advanced', price: Money.of(5_000, 'EUR') });
    await aCourse('Dancing', { category: null, price: Money.of(5_000, 'USD') });
    for (const filter of [
      'category=food%20%26%20drink',
      'category=FOOD%20%26%20DRINK',
      'level=beginner',
      'language=de',
      `instructor=${instructorId}`,
      'currency=EUR&maxPrice=1000',
      'currency=EUR&minPrice=999&maxPrice=1001',
    ])
      expect(await titles(filter)).toEqual(['Baking']);
    expect(await titles('category=programming&level=advanced&language=en&currency=EUR')).toEqual(['Compilers']);
    expect(await titles('category=programming&level=beginner')).toEqual([]);
    for (const sort of ['price', '-price'])
      expect(await walk(`currency=EUR&minPrice=1000&maxPrice=4999&sort=${sort}`)).toEqual(['Baking']);
  });

  it('comes in each order, page by page', async () => {
    const free = Money.zero('USD');
    const { courseId: popular } = await aCourse('Popular', { price: free });
    const { courseId: known } = await aCourse('Known', { price: free });
    await aCourse('Dear', { price: Money.of(900, 'USD') });
    await aCourse('Foreign', { price: Money.of(1, 'JPY') });
    for (const courseId of [popular, popular, known]) await enroll(courseId);
    await rowsOf(azora, 'update catalog.listings set rating_sum = 9, rating_count = 2 where course_id = $1', [known]);
    expect(await walk('sort=newest')).toEqual(['Foreign', 'Dear', 'Known', 'Popular']);
    expect((await walk('sort=popular')).slice(0, 2)).toEqual(['Popular', 'Known']);
    expect(await walk('sort=rating&rating=4.5')).toEqual(['Known']);
    expect(await walk('sort=rating&rating=4.6')).toEqual([]);
    expect((await walk('sort=price&currency=USD')).at(-1)).toBe('Dear');
    expect((await walk('sort=-price&currency=USD'))[0]).toBe('Dear');
    expect(await walk('sort=price&currency=JPY')).toEqual(['Foreign']);
  });

  it('is searched in the language of each course, in title first, then category, then summary', async () => {
    await aCourse('Summary', { summary: 'All about compiling.' });
    await aCourse('Category', { category: 'Compilers' });
    await aCourse('A compiler from scratch');
    await aCourse('Häuser bauen', { language: 'de' });
    expect(await titles('q=compilers')).toEqual(['A compiler from scratch', 'Category', 'Summary']);
    expect(await walk('q=compilers')).toEqual(['A compiler from scratch', 'Category', 'Summary']);
    expect(await titles('q=compilers%20-scratch')).toEqual(['Category', 'Summary']);
    expect(await titles('q=%22scratch%20compiler%22')).toEqual([]);
    expect(await titles('q=haus&language=de')).toEqual(['Häuser bauen']);
    expect(await titles('q=hauser')).toEqual(['Häuser bauen']);
    expect(await titles('q=compilers&sort=newest')).toEqual(['A compiler from scratch', 'Category', 'Summary']);
  });

  it('finds the words of a summary as they stand, in whatever language, and leaves out what is not wanted', async () => {
    await aCourse('Zebras', { summary: 'Not for cats and programming.', category: 'Wild animals' });
    await aCourse('Haustiere', { language: 'de', summary: 'Für Katzen.', category: 'Kleine Tiere' });
    expect(await titles('q=katzen')).toEqual(['Haustiere']);
    expect(await titles('q=tiere')).toEqual(['Haustiere']);
    for (const unwanted of ['cats', 'cat', 'programming', 'animals'])
      expect({ unwanted, found: await titles(`q=zebras%20-${unwanted}`) }).toEqual({ unwanted, found: [] });
    expect(await titles('q=haustiere%20-katzen')).toEqual([]);
    expect(await titles('q=zebras%20-dogs')).toEqual(['Zebras']);
  });

  it('finds what was meant where nothing fits what was typed', async () => {
    await aCourse('Compilers from Scratch');
    expect(await page('q=compliers')).toMatchObject({ correction: 'compilers', items: [{}] });
    expect(await page('q=compilers')).toMatchObject({ correction: null, items: [{}] });
    expect(await page('q=zzzzqqqq')).toMatchObject({ correction: null, items: [] });
    await aCourse('More Compilers');
    expect(await walk('q=compliers')).toHaveLength(2);
  });

  it('suggests no word of a title that is not on sale', async () => {
    const { courseId, instructorId } = await aCourse('Compilers');
    await commands.execute(new ArchiveCourse(courseId, instructorId));
    await commands.execute(new ReviseCourse(courseId, instructorId, anOffer({ title: 'Secretword' })));
    for (const q of ['compliers', 'secretwrod']) expect(await page(`q=${q}`)).toMatchObject({ correction: null });
  });

  it('begins a search with the courses that have most learners, where there are too many to compare them all', async () => {
    const { courseId } = await aCourse('Compilers', { summary: 'compilers compilers' });
    const { courseId: known } = await aCourse('Known compilers');
    await rowsOf(azora, 'update catalog.listings set tier = case course_id when $1 then 0 else 2 end', [known]);
    expect(await walk('q=compilers')).toEqual(['Known compilers', 'Compilers']);
    await azora.app.get(RankAllListings).run();
    expect(await rowsOf(azora, 'select distinct tier from catalog.listings')).toEqual([{ tier: 2 }]);
    expect(courseId).not.toBe(known);
  });

  it('ranks the ten thousand courses with most learners first, and each anew when that changes', async () => {
    const { courseId } = await aCourse('Unknown');
    // No course is behind them, so that the keys of the database do not look.
    await rowsOf(
      azora,
      `with quietly as (select set_config('session_replication_role', 'replica', true))
       insert into catalog.listings (course_id, on_sale, instructor_id, published_at, level, language, currency, price, learners, words)
       select uuidv7(), true, instructor_id, published_at, level, language, currency, price, n, words
       from catalog.listings, generate_series(1, 10000) as n, quietly`,
      [],
    );
    const tiers = () =>
      rowsOf(azora, 'select tier, count(*)::int, min(learners) from catalog.listings group by 1 order by 1', []);
    await azora.app.get(RankAllListings).run();
    expect(await tiers()).toEqual([
      { tier: 0, count: 10_000, min: 1 },
      { tier: 1, count: 1, min: 0 },
    ]);
    await rowsOf(azora, 'update catalog.listings set learners = 20000 where course_id = $1', [courseId]);
    await azora.app.get(RankAllListings).run();
    expect(await tiers()).toEqual([
      { tier: 0, count: 10_000, min: 2 },
      { tier: 1, count: 1, min: 1 },
    ]);
  });

  it('answers every search, however odd, with and without each filter and sort', async () => {
    await aCourse('Compilers');
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(oddText, oddFilter, async (q, filter) => {
        const parameters = Object.entries({ ...filter, q }).map(([name, value]) => `${name}=${value}`);
        const answer = await azora.api.get(`/api/courses/list?${parameters.join('&')}`);
        statuses.add(answer.status);
        if (answer.status === 200) coursePageView.parse(answer.body);
        else expectProblem(answer, 422, 'invalid_input');
      }),
      { numRuns: 400 },
    );
    expect(statuses).toEqual(new Set([200, 422]));
  });

  it('refuses a search that is far too long, or no text', async () => {
    const tooLong = [
      'x'.repeat(201),
      'x'.repeat(10_240),
      encodeURIComponent('\u0301'.repeat(1_700)),
      'a+'.repeat(5_000),
    ];
    for (const sort of ['relevance', 'newest']) {
      const search = (q: string) => azora.api.get(`/api/courses/list?sort=${sort}&q=${q}`);
      for (const q of [...tooLong, 'a%00b']) expectProblem(await search(q), 422, 'invalid_input');
      // Ten thousand words are more than the head of a request may have.
      expect((await search('a+'.repeat(10_000))).status).toBe(431);
    }
  });

  it.each([
    'sort=relevance',
    'sort=price',
    'minPrice=1',
    'sort=learners',
    'rating=6',
    'currency=XXX',
    'language=english',
    'level=expert',
    'instructor=me',
    'q=',
    'unknown=1',
  ])('refuses what makes no sense: %s', async query => {
    expectProblem(await azora.api.get(`/api/courses/list?${query}`), 422, 'invalid_input');
  });

  it('refuses the cursor of another order', async () => {
    for (const title of ['One', 'Two', 'Three']) await aCourse(title);
    const cursors = new Map<string, string>();
    for (const query of [
      ...['newest', 'popular', 'rating', 'price', '-price'].map(sort => `currency=USD&sort=${sort}`),
      'q=one%20or%20two%20or%20three',
    ])
      cursors.set(query, (await page(`${query}&limit=1`)).nextCursor ?? '');
    for (const [query, cursor] of cursors)
      for (const other of cursors.keys()) {
        const answer = await azora.api.get(`/api/courses/list?${other}&cursor=${cursor}`);
        if (other === query) expect(answer.status).toBe(200);
        else expectProblem(answer, 422, 'invalid_input');
      }
  });

  it('shows a change at once, and nothing that is archived', async () => {
    const { courseId, instructorId } = await aCourse('Compilers');
    await commands.execute(new ReviseCourse(courseId, instructorId, anOffer({ title: 'Interpreters', summary: '' })));
    expect(await titles('q=compilers')).toEqual([]);
    expect(await titles('q=interpreters')).toEqual(['Interpreters']);
    await commands.execute(new ArchiveCourse(courseId, instructorId));
    expect(await titles('')).toEqual([]);
  });

  it('counts the courses of each sort, before and after the counts are added up', async () => {
    const counts = async (query = '') => facetsView.parse((await azora.api.get(`/api/courses/facets?${query}`)).body);
    const { courseId, instructorId } = await aCourse('Gone', { category: 'Programming' });
    await aCourse('Compilers', { category: 'Programming', price: Money.zero('USD') });
    await aCourse('Baking', { category: 'Food', level: 'beginner', language: 'de' });
    await commands.execute(new ArchiveCourse(courseId, instructorId));
    const before = await counts();
    expect(before).toEqual({
      courses: 2,
      categories: [
        { value: 'food', courses: 1 },
        { value: 'programming', courses: 1 },
      ],
      levels: [
        { value: 'all', courses: 1 },
        { value: 'beginner', courses: 1 },
      ],
      languages: [
        { value: 'de', courses: 1 },
        { value: 'en', courses: 1 },
      ],
      ratings: [{ value: 0, courses: 2 }],
      prices: [
        { value: 'free', courses: 1 },
        { value: 'paid', courses: 1 },
      ],
    });
    await commands.execute(new SumUpListings());
    await commands.execute(new SumUpListings());
    expect(await counts()).toEqual(before);
    expect(await counts('category=Food&level=beginner')).toMatchObject({ courses: 1, languages: [{ value: 'de' }] });
    expect(await counts('language=xx')).toMatchObject({ courses: 0, categories: [] });
    await aCourse('Dancing', { category: null });
    await aCourse('Brewing', { category: 'Food', level: 'beginner', language: 'de' });
    const mixed = await counts();
    await commands.execute(new SumUpListings());
    expect(await counts()).toEqual(mixed);
    expect(mixed.categories).toEqual([
      { value: 'food', courses: 2 },
      { value: 'programming', courses: 1 },
      { value: null, courses: 1 },
    ]);
  });
});
