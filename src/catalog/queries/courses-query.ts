import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { pageQuery } from '../../kernel/http/page.ts';
import { courseFilter } from './course-filter.ts';

const count = z.int().min(0).max(2_147_483_647);

/** Sort key and id of the last course of a page. */
const place = z.tuple([z.union([instant, count]), z.uuid()]);

/** Of a search: tier, rank and id of the last course, and how many there were up to it. */
const hit = z.tuple([count, count, z.uuid(), count]);

export type Hit = z.infer<typeof hit>;

const SORTS = ['relevance', 'newest', 'popular', 'rating', 'price', '-price'] as const;

export const coursesQuery = pageQuery(z.union([place, hit]))
  .extend({
    ...courseFilter.shape,
    sort: z
      .enum(SORTS)
      .optional()
      .describe(
        '`relevance` with `q`, else `newest`; `-price` is dearest first, and prices are compared within one `currency`',
      ),
  })
  .superRefine(({ q, sort = sortOf(q), currency, minPrice, maxPrice, cursor }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message, input: undefined });
    const comparesPrices = sort.endsWith('price') || minPrice !== undefined || maxPrice !== undefined;
    if (comparesPrices && !currency) refuse('currency', 'Prices are compared within one currency');
    if (sort === 'relevance' && q === undefined) refuse('sort', 'Relevance is to words: name them as `q`');
    if (cursor && kindOf(cursor) !== (sort === 'relevance' || sort === 'newest' ? sort : 'count'))
      refuse('cursor', 'This cursor was not given out by this list');
  })
  .transform(query => ({ ...query, sort: query.sort ?? sortOf(query.q) }));

export type CoursesQuery = z.infer<typeof coursesQuery>;

function sortOf(q: string | undefined): (typeof SORTS)[number] {
  return q === undefined ? 'newest' : 'relevance';
}

function kindOf(cursor: z.infer<typeof place> | Hit): 'relevance' | 'newest' | 'count' {
  if (cursor.length === 4) return 'relevance';
  return typeof cursor[0] === 'string' ? 'newest' : 'count';
}
