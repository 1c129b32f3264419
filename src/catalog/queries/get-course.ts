import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { lessonsWithText, sectionsOf } from './lessons-sql.ts';
import { LISTED_COURSE } from './listed-course-sql.ts';

/** The sales page of a published course, as finished JSON. @throws CourseNotFound, for a draft too */
export class GetCourse extends Query<string> {
  constructor(readonly slug: string) {
    super();
  }
}

const SQL = `
  select json_build_object(${LISTED_COURSE},
    'sections', ${sectionsOf('r.sections')},
    'lessons', ${lessonsWithText('r.sections', { shown: 'l.preview' })})::text as course
  from catalog.courses c join catalog.listings l on l.course_id = c.id join catalog.releases r on r.course_id = c.id and r.number = c.release
  where c.slug = $1 and c.state = 'published'`;

@QueryHandler(GetCourse)
export class GetCourseHandler implements IQueryHandler<GetCourse> {
  constructor(private readonly database: Database) {}

  async execute({ slug }: GetCourse): Promise<string> {
    const [row] = await this.database.prepared<{ course: string }>('get-course', SQL, [slug]);
    if (!row) throw new CourseNotFound();
    return row.course;
  }
}
