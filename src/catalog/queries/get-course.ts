import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { CourseNotFound } from '../domain/course.errors.ts';

/** The sales page of a published course, as finished JSON. @throws CourseNotFound, for a draft too */
export class GetCourse extends Query<string> {
  constructor(readonly slug: string) {
    super();
  }
}

const SQL = `
  select json_build_object(
    'id', id, 'slug', slug, 'title', title, 'summary', summary,
    'price', json_build_object('amount', price_amount, 'currency', price_currency),
    'instructorId', instructor_id, 'publishedAt', published_at,
    'lessons', (
      select json_agg(json_build_object(
        'id', lesson ->> 'id', 'title', lesson ->> 'title', 'preview', lesson -> 'preview',
        'body', case when (lesson ->> 'preview')::boolean then lesson ->> 'body' end) order by place)
      from jsonb_array_elements(lessons) with ordinality as l (lesson, place)
    ))::text as course
  from catalog.courses where slug = $1 and state = 'published'`;

@QueryHandler(GetCourse)
export class GetCourseHandler implements IQueryHandler<GetCourse> {
  constructor(private readonly database: Database) {}

  async execute({ slug }: GetCourse): Promise<string> {
    const [row] = await this.database.prepared<{ course: string }>('get-course', SQL, [slug]);
    if (!row) throw new CourseNotFound();
    return row.course;
  }
}
