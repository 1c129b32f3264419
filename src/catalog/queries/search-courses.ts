import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { encodeCursor, LAST_ID } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { type CourseFilter, filtered, Values, wordsOf } from './course-filter.ts';
import type { Hit } from './courses-query.ts';
import { LISTED_COURSE } from './listed-course-sql.ts';

const LAST_TIER = 2;
const BEST: Hit = ['relevance', 0, 2_147_483_647, LAST_ID, 0];

/** Nobody reads on; who wants all of something sorts it by something else. */
const MOST_HITS = 1_000;

interface Found {
  readonly item: string;
  readonly hit: Hit;
}

export interface Search {
  readonly limit: number;
  /** The last hit of the page before. */
  readonly cursor?: Hit;
  readonly filter: CourseFilter & { readonly q: string };
}

/**
 * The courses on sale that words fit best, as finished JSON. Where a million courses are, ranking all that have a common word
 * would take seconds: those with most learners come first, and within each tier the best.
 */
export class SearchCourses extends Query<string> {
  constructor(readonly search: Search) {
    super();
  }
}

@QueryHandler(SearchCourses)
export class SearchCoursesHandler implements IQueryHandler<SearchCourses> {
  constructor(private readonly database: Database) {}

  async execute({ search }: SearchCourses): Promise<string> {
    const found = await this.page(search);
    if (found.length > 0) return pageOf(found, search, null);
    const q = await this.corrected(search.filter.q);
    const meant = q === null ? [] : await this.page({ ...search, filter: { ...search.filter, q } });
    // A word that leads to nothing may be of a title that is not on sale.
    return pageOf(meant, search, meant.length > 0 ? q : null);
  }

  /** One more than a page has, tier by tier. */
  private async page({ limit, cursor = BEST, filter }: Search): Promise<Found[]> {
    const found: Found[] = [];
    let [, tier, rank, id, seen] = cursor;
    for (; tier <= LAST_TIER && found.length <= limit; tier += 1) {
      const rows = await this.ranked(filter, tier, rank, id, limit + 1 - found.length);
      for (const row of rows) found.push({ item: row.item, hit: ['relevance', tier, row.rank, row.id, (seen += 1)] });
      [, , rank, id] = BEST;
    }
    return found;
  }

  private async ranked(filter: Search['filter'], tier: number, rank: number, id: string, limit: number) {
    const values = new Values();
    const words = wordsOf(filter.q, filter.language, values);
    const sql = `
      select c.id, l.rank, json_build_object(${LISTED_COURSE})::text as item
      from (
        select * from (
          select l.course_id, l.learners, l.rating, l.rating_count, (ts_rank(l.words, ${words}) * 1000000)::int as rank
          from catalog.listings l where l.tier = ${values.add(tier)} and ${filtered(filter, values)}
        ) l
        where (l.rank, l.course_id) < (${values.add(rank)}, ${values.add(id)})
        order by l.rank desc, l.course_id desc limit ${values.add(limit)}
      ) l join catalog.courses c on c.id = l.course_id
      order by l.rank desc, l.course_id desc`;
    return (await this.database.pool.query<{ id: string; rank: number; item: string }>(sql, values.all)).rows;
  }

  /** The words of titles that look most like what was typed; null when there is nothing else to try. */
  private async corrected(q: string): Promise<string | null> {
    const [row] = await this.database.prepared<{ meant: string | null; same: boolean }>(
      'correct-search',
      `select string_agg(coalesce(w.word, typed.word), ' ' order by typed.place) as meant,
              bool_and(coalesce(w.word, typed.word) = typed.word) as same
       from unnest(tsvector_to_array(to_tsvector('catalog.simple', $1))) with ordinality as typed (word, place)
       left join lateral (
         select word from catalog.words where word % typed.word order by similarity(word, typed.word) desc, word limit 1
       ) w on true`,
      [q],
    );
    return row?.meant && !row.same ? row.meant : null;
  }
}

function pageOf(found: readonly Found[], { limit }: Search, correction: string | null): string {
  const items = found.slice(0, limit);
  const last = items.at(-1)?.hit;
  const more = found.length > limit && last && last[4] < MOST_HITS;
  const nextCursor = more ? encodeCursor(last) : null;
  return `{"items":[${items.map(({ item }) => item).join(',')}],"nextCursor":${JSON.stringify(nextCursor)},"correction":${JSON.stringify(correction)}}`;
}
