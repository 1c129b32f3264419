import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { USUAL_PART, WHOLE } from '../domain/split.ts';
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
    'instructors', jsonb_build_array(jsonb_build_object('instructorId', c.instructor_id, 'portion',
      ${WHOLE} - (select coalesce(sum((one ->> 'portion')::int), 0) from jsonb_array_elements(c.co_instructors) one)
    )) || c.co_instructors,
    'basisPoints', coalesce((catalog.agreement_for(c.id, c.instructor_id, $3)).basis_points, ${USUAL_PART}),
    'sections', ${sectionsOf('c.sections')},
    'lessons', ${lessonsWithText('c.sections', { file: AUTHORED_FILE, more: AUTHORED_LESSON })}) as course
  from catalog.courses c where c.id = $1 and c.instructor_id = coalesce($2::uuid, c.instructor_id)`;

@QueryHandler(GetAuthoredCourse)
export class GetAuthoredCourseHandler implements IQueryHandler<GetAuthoredCourse> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId }: GetAuthoredCourse) {
    const [row] = await this.database.prepared('get-authored-course', SQL, [
      courseId,
      instructorId ?? null,
      this.clock.now(),
    ]);
    if (!row) throw new CourseNotFound();
    return row.course;
  }
}
