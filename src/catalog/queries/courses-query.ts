import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { pageQuery } from '../../kernel/http/page.ts';
import { courseFilter } from './course-filter.ts';

const count = z.int().min(0).max(2_147_483_647);

/** The sort, and of the last course of a page its sort key and id. */
const place = z.union([
  z.tuple([z.literal('newest'), instant, z.uuid()]),
  z.tuple([z.enum(['popular', 'rating', 'price', '-price']), count, z.uuid()]),
]);

/** Of a search: tier, rank and id of the last course, and how many there were up to it. */
const hit = z.tuple([z.literal('relevance'), count, count, z.uuid(), count]);

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
    if (cursor && cursor[0] !== sort) refuse('cursor', 'This cursor was given out by the list in another order');
  })
  .transform(query => ({ ...query, sort: query.sort ?? sortOf(query.q) }));

export type CoursesQuery = z.infer<typeof coursesQuery>;

function sortOf(q: string | undefined): (typeof SORTS)[number] {
  return q === undefined ? 'newest' : 'relevance';
}
