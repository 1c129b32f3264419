import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { courseFilter } from './course-filter.ts';

const { category, level, language, rating } = courseFilter.shape;

export const facetsQuery = z.strictObject({ category, level, language, rating });

const facet = <Value extends z.ZodType>(value: Value) =>
  z.array(z.strictObject({ value, courses: z.int().meta({ example: 42 }) })).describe('most courses first');

export const facetsView = z
  .strictObject({
    courses: z.int().describe('how many there are in all').meta({ example: 128 }),
    categories: facet(z.string().nullable().meta({ example: 'programming' })),
    levels: facet(z.string().meta({ example: 'beginner' })),
    languages: facet(z.string().meta({ example: 'en' })),
    ratings: facet(z.int().describe('whole stars, rounded down; 0 without a rating').meta({ example: 4 })),
    prices: facet(z.enum(['free', 'paid'])),
  })
  .meta({ id: 'CourseFacets' });

/** How many courses on sale there are of each sort, as finished JSON. */
export class CountCourses extends Query<string> {
  constructor(readonly filter: z.infer<typeof facetsQuery>) {
    super();
  }
}

const facetSql = (column: string) => `
  (select coalesce(json_agg(json_build_object('value', value, 'courses', courses) order by courses desc, value), '[]')
   from (select ${column} as value, sum(courses) as courses from cells group by 1 having sum(courses) > 0 order by 2 desc, 1 limit 100) f)`;

const SQL = `
  with cells as materialized (
    select category, level, language, stars, free, sum(courses)::int as courses from catalog.listing_counts
    where ($1::text is null or category = lower($1)) and ($2::text is null or level = $2)
      and ($3::text is null or language = $3) and ($4::int is null or stars >= $4)
    group by 1, 2, 3, 4, 5
  )
  select json_build_object(
    'courses', (select coalesce(sum(courses), 0) from cells),
    'categories', ${facetSql('category')}, 'levels', ${facetSql('level')}, 'languages', ${facetSql('language')},
    'ratings', ${facetSql('stars')}, 'prices', ${facetSql("case when free then 'free' else 'paid' end")})::text as facets`;

@QueryHandler(CountCourses)
export class CountCoursesHandler implements IQueryHandler<CountCourses> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { category: named, level: at, language: spoken, rating: stars } }: CountCourses) {
    const values = [named ?? null, at ?? null, spoken ?? null, stars === undefined ? null : Math.floor(stars)];
    const [row] = await this.database.prepared<{ facets: string }>('count-courses', SQL, values);
    return row?.facets ?? '';
  }
}
