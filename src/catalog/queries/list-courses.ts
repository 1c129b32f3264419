import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { MAX_CHARGE } from '../../kernel/domain/money.ts';
import { encodeCursor, FIRST_ID, LAST_ID } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { type CourseFilter, filtered, Values } from './course-filter.ts';
import { LISTED_COURSE } from './listed-course-sql.ts';

interface Order {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
  /** Where the first page begins: sort key and id. */
  readonly start: readonly [key: string | number, id: string];
}

/** Each has an index, alone and with a category. */
const ORDERS = {
  newest: { key: 'published_at', direction: 'desc', start: ['infinity', LAST_ID] },
  popular: { key: 'learners', direction: 'desc', start: [2_147_483_647, LAST_ID] },
  rating: { key: 'rating', direction: 'desc', start: [501, LAST_ID] },
  price: { key: 'price', direction: 'asc', start: [-1, FIRST_ID] },
  '-price': { key: 'price', direction: 'desc', start: [MAX_CHARGE + 1, LAST_ID] },
} as const satisfies Record<string, Order>;

export interface OrderedPage {
  readonly sort: keyof typeof ORDERS;
  readonly limit: number;
  /** The sort, and sort key and id of the last course of the page before. */
  readonly cursor?: readonly [sort: string, ...Order['start']];
  readonly filter: CourseFilter;
}

/** The courses on sale in an order, as finished JSON. */
export class ListCourses extends Query<string> {
  constructor(readonly page: OrderedPage) {
    super();
  }
}

@QueryHandler(ListCourses)
export class ListCoursesHandler implements IQueryHandler<ListCourses> {
  constructor(private readonly database: Database) {}

  async execute({ page }: ListCourses): Promise<string> {
    const values = new Values();
    const sql = statement(page, values);
    const [row] = await this.read(page, sql, values.all);
    const nextCursor = row?.more ? encodeCursor([page.sort, ...row.last]) : null;
    return `{"items":${row?.items},"nextCursor":${JSON.stringify(nextCursor)},"correction":null}`;
  }

  /** A filter is planned for its values each time: what is right for a common one is wrong for a rare one. */
  private async read({ sort, filter }: OrderedPage, sql: string, values: unknown[]) {
    type Row = { items: string; more: boolean; last: Order['start'] };
    const isPlain = Object.values(filter).every(value => value === undefined);
    if (isPlain) return this.database.prepared<Row>(`list-courses-${sort}`, sql, values);
    return (await this.database.pool.query<Row>(sql, values)).rows;
  }
}

/** Of a range of prices an index is read from where the range begins. */
function startOf(sort: OrderedPage['sort'], { minPrice, maxPrice }: CourseFilter): Order['start'] {
  const [start, id] = ORDERS[sort].start;
  if (sort === 'price') return [minPrice ?? start, id];
  if (sort === '-price') return [maxPrice ?? start, id];
  return [start, id];
}

/** The courses of an instructor are few: they are read whole, where PostgreSQL might look for them in an order of all courses. */
function sourceOf(sort: OrderedPage['sort'], { instructor }: CourseFilter, values: Values): string {
  if (instructor === undefined || sort === 'newest') return 'catalog.listings';
  return `(select * from catalog.listings where on_sale and instructor_id = ${values.add(instructor)} offset 0)`;
}

/** PostgreSQL writes the finished JSON, so that a row is never turned into objects and back. */
function statement({ sort, limit, cursor, filter }: OrderedPage, values: Values): string {
  const { key, direction }: Order = ORDERS[sort];
  const [after, afterId] = (cursor?.slice(1) ?? startOf(sort, filter)).map(part => values.add(part));
  const size = `${values.add(limit)}::int`;
  const order = `l.${key} ${direction}, l.course_id ${direction}`;
  return `
    with page as (
      select l.*, row_number() over (order by ${order}) as place
      from (
        select l.course_id, l.published_at, l.price, l.learners, l.rating, l.rating_count
        from ${sourceOf(sort, filter, values)} l
        where ${filtered(filter, values)}
          and (l.${key}, l.course_id) ${direction === 'asc' ? '>' : '<'} (${after}, ${afterId})
        order by ${order}
        limit ${size} + 1
      ) l
    )
    select coalesce(json_agg(json_build_object(${LISTED_COURSE}) order by l.place) filter (where l.place <= ${size}), '[]')::text as items,
           count(*) > ${size} as more,
           (select json_build_array(${key}, course_id) from page where place = ${size}) as last
    from page l join catalog.courses c on c.id = l.course_id`;
}
