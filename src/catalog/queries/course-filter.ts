import { z } from 'zod';
import { CURRENCIES, MAX_CHARGE } from '../../kernel/domain/money.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { LEVELS } from '../domain/course.ts';

const price = z.coerce.number().int().min(0).max(MAX_CHARGE);

/** What a list of courses can be narrowed to. */
export const courseFilter = z.strictObject({
  q: text()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('words to find in title, category and summary; "in quotes" together, -without')
    .meta({ example: 'compilers' }),
  category: text().trim().min(1).max(80).optional().meta({ example: 'programming' }),
  level: z.enum(LEVELS).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional()
    .describe('in whatever country')
    .meta({ example: 'en' }),
  instructor: uuid.optional(),
  rating: z.coerce.number().min(1).max(5).optional().describe('this many stars or more').meta({ example: 4.5 }),
  currency: z.enum(CURRENCIES).optional().describe('only courses that are priced in it').meta({ example: 'USD' }),
  minPrice: price.optional().describe('minor units of `currency`').meta({ example: 0 }),
  maxPrice: price.optional().describe('minor units of `currency`').meta({ example: 5000 }),
});

export type CourseFilter = z.infer<typeof courseFilter>;

/** Numbers the values of a statement as its text names them. */
export class Values {
  readonly all: unknown[] = [];

  /** @returns the value's place in the text, `$3` */
  add(value: unknown): string {
    this.all.push(value);
    return `$${this.all.length}`;
  }
}

/** The listings `l` on sale that a filter lets through, as SQL. */
export function filtered(filter: CourseFilter, values: Values): string {
  const { q, category, level, language, instructor, rating, currency, minPrice, maxPrice } = filter;
  return [
    'l.on_sale',
    q !== undefined && `l.words @@ ${wordsOf(q, language, values)}`,
    category !== undefined && `l.category = lower(${values.add(category)})`,
    level !== undefined && `l.level = ${values.add(level)}`,
    language !== undefined && `l.language = ${values.add(language)}`,
    instructor !== undefined && `l.instructor_id = ${values.add(instructor)}`,
    rating !== undefined && `l.rating >= ${values.add(Math.round(rating * 100))}::int`,
    currency !== undefined && `l.currency = ${values.add(currency)}`,
    minPrice !== undefined && `l.price >= ${values.add(minPrice)}`,
    maxPrice !== undefined && `l.price <= ${values.add(maxPrice)}`,
  ]
    .filter(condition => condition !== false)
    .join(' and ');
}

/** What was typed, as the language's words or as they stand. No text is too odd for it. */
export function wordsOf(q: string, language = 'en', values: Values): string {
  const [typed, spoken] = [values.add(q), values.add(language)];
  return `(websearch_to_tsquery(catalog.search_configuration(${spoken}), ${typed}) || websearch_to_tsquery('catalog.simple', ${typed}))`;
}
