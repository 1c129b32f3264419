import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { AUTHORED_COURSE } from './authored-course-sql.ts';
import type { authoredCourseView } from './course.view.ts';
import { AUTHORED_FILE, AUTHORED_LESSON, lessonsWithText, sectionsOf } from './lessons-sql.ts';

/** A course with what is drafted. @throws CourseNotFound, for another instructor's course too */
export class GetAuthoredCourse extends Query<z.infer<typeof authoredCourseView>> {
  constructor(
    readonly courseId: string,
    /** Undefined for who reviews, and may see everybody's. */
    readonly instructorId?: string,
  ) {
    super();
  }
}

const SQL = `
  select json_build_object(${AUTHORED_COURSE}, 'instructorId', c.instructor_id,
    'sections', ${sectionsOf('c.sections')},
    'lessons', ${lessonsWithText('c.sections', { file: AUTHORED_FILE, more: AUTHORED_LESSON })}) as course
  from catalog.courses c where c.id = $1 and c.instructor_id = coalesce($2::uuid, c.instructor_id)`;

@QueryHandler(GetAuthoredCourse)
export class GetAuthoredCourseHandler implements IQueryHandler<GetAuthoredCourse> {
  constructor(private readonly database: Database) {}

  async execute({ courseId, instructorId }: GetAuthoredCourse) {
    const [row] = await this.database.prepared('get-authored-course', SQL, [courseId, instructorId ?? null]);
    if (!row) throw new CourseNotFound();
    return row.course;
  }
}
