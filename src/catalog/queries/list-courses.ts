import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { encodeCursor, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { LISTED_COURSE } from './listed-course-sql.ts';

export const coursesQuery = pageQuery(z.tuple([instant, z.uuid()]));

/** The courses on sale, newest first, as finished JSON. */
export class ListCourses extends Query<string> {
  constructor(readonly page: z.infer<typeof coursesQuery>) {
    super();
  }
}

// PostgreSQL writes the finished JSON, so that a row is never turned into objects and back.
const SQL = `
  with page as (
    select c.published_at, c.id, row_number() over (order by c.published_at desc, c.id desc) as place,
           json_build_object(${LISTED_COURSE}) as item
    from catalog.courses c
    where c.state = 'published' and (c.published_at, c.id) < ($1, $2)
    order by c.published_at desc, c.id desc
    limit $3 + 1
  )
  select coalesce(json_agg(item order by place) filter (where place <= $3), '[]')::text as items,
         count(*) > $3 as more,
         (select json_build_array(published_at, id) from page where place = $3) as last
  from page`;

const NEWEST = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

@QueryHandler(ListCourses)
export class ListCoursesHandler implements IQueryHandler<ListCourses> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListCourses): Promise<string> {
    const [publishedAt, id] = cursor ?? NEWEST;
    const [row] = await this.database.prepared<{ items: string; more: boolean; last: unknown }>('list-courses', SQL, [
      publishedAt,
      id,
      limit,
    ]);
    const nextCursor = row?.more ? encodeCursor(row.last) : null;
    return `{"items":${row?.items},"nextCursor":${JSON.stringify(nextCursor)}}`;
  }
}
