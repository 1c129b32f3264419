import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { courseFilter, Values } from './course-filter.ts';

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

@QueryHandler(CountCourses)
export class CountCoursesHandler implements IQueryHandler<CountCourses> {
  constructor(private readonly database: Database) {}

  async execute({ filter }: CountCourses): Promise<string> {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const name = ['count-courses', ...given.map(([key]) => key)].join('-');
    const values = new Values();
    const [row] = await this.database.prepared<{ facets: string }>(name, statement(filter, values), values.all);
    return row?.facets ?? '';
  }
}

/** What sums leave out, by the bit of `overall` that says so. */
const SUMMED = { category: 4, level: 2, language: 1 } as const;

type Summed = keyof typeof SUMMED;

function statement({ category, level, language, rating }: CountCourses['filter'], values: Values): string {
  const wanted: Partial<Record<Summed, string>> = {
    ...(category !== undefined && { category: `lower(${values.add(category)})` }),
    ...(level !== undefined && { level: values.add(level) }),
    ...(language !== undefined && { language: values.add(language) }),
  };
  const rated = rating === undefined ? [] : [`stars >= ${values.add(Math.floor(rating))}::int`];
  const equal = Object.entries(wanted).map(([column, value]) => `${column} = ${value}`);

  /** Courses by a column, of which each value is wanted. */
  const counted = (column: string, by?: Summed) => {
    const left = (Object.keys(SUMMED) as Summed[]).filter(other => other !== by && !wanted[other]);
    const overall = left.reduce((sum, other) => sum + SUMMED[other], 0);
    const summed = [`overall = ${overall}`, ...left.map(other => `${other} = ''`), ...equal, ...rated];
    return `
      (select ${column} as value, sum(courses)::int as courses
       from (select ${PLACE} from catalog.listing_sums where ${summed.join(' and ')} union all table changes) c
       group by 1 having sum(courses) > 0 order by 2 desc, 1 limit 100) f`;
  };
  const facet = (column: string, by?: Summed) => `
    (select coalesce(json_agg(json_build_object('value', value, 'courses', courses)), '[]') from ${counted(column, by)})`;
  return `
    with changes as materialized (
      select ${PLACE} from catalog.listing_changes where ${['true', ...equal, ...rated].join(' and ')}
    )
    select json_build_object(
      'courses', (select coalesce(sum(courses), 0) from ${counted('true')}),
      'categories', ${facet('category', 'category')}, 'levels', ${facet('level', 'level')},
      'languages', ${facet('language', 'language')}, 'ratings', ${facet('stars')},
      'prices', ${facet("case when free then 'free' else 'paid' end")})::text as facets`;
}

const PLACE = 'category, level, language, stars, free, courses';
