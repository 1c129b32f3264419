import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { LAST_ID, pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { COURSE_STATES } from '../domain/course.ts';
import { AUTHORED_COURSE } from './authored-course-sql.ts';
import type { authoredListView } from './course.view.ts';

export const authoredCoursesQuery = pageQuery(z.uuid()).extend({ state: z.enum(COURSE_STATES).optional() });

/** The courses of an instructor, latest first. */
export class ListAuthoredCourses extends Query<z.infer<typeof authoredListView>> {
  constructor(
    readonly instructorId: string,
    readonly page: z.infer<typeof authoredCoursesQuery>,
  ) {
    super();
  }
}

const SQL = `
  select c.id, json_build_object(${AUTHORED_COURSE}) as item from catalog.courses c
  where c.instructor_id = $1 and c.id < $2 and ($3::text is null or c.state = $3)
  order by c.id desc limit $4`;

@QueryHandler(ListAuthoredCourses)
export class ListAuthoredCoursesHandler implements IQueryHandler<ListAuthoredCourses> {
  constructor(private readonly database: Database) {}

  async execute({ instructorId, page: { limit, cursor = LAST_ID, state } }: ListAuthoredCourses) {
    const values = [instructorId, cursor, state ?? null, limit + 1];
    const rows = await this.database.prepared('list-authored-courses', SQL, values);
    const { items, nextCursor } = pageOf(rows, limit, row => row.id);
    return { items: items.map(({ item }) => item), nextCursor };
  }
}
