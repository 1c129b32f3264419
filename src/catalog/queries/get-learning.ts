import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { NotEnrolled } from '../domain/enrollment.errors.ts';
import type { learningView } from './course.view.ts';
import { lessonsWithText, sectionsOf } from './lessons-sql.ts';

/** A course with all its lessons as they were published last, for who is enrolled in it. @throws NotEnrolled */
export class GetLearning extends Query<z.infer<typeof learningView>> {
  constructor(
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

const SQL = `
  select json_build_object('courseId', c.id, 'title', c.title, 'completedAt', e.completed_at,
    'sections', ${sectionsOf('r.sections')},
    'lessons', ${lessonsWithText('r.sections', { more: ", 'completed', e.completed_lessons ? l.id::text" })}) as learning
  from catalog.enrollments e
  join catalog.courses c on c.id = e.course_id
  join catalog.releases r on r.course_id = c.id and r.number = c.release
  where e.course_id = $1 and e.learner_id = $2 and e.ended_at is null`;

@QueryHandler(GetLearning)
export class GetLearningHandler implements IQueryHandler<GetLearning> {
  constructor(private readonly database: Database) {}

  async execute({ courseId, learnerId }: GetLearning) {
    const [row] = await this.database.prepared('get-learning', SQL, [courseId, learnerId]);
    if (!row) throw new NotEnrolled();
    return row.learning;
  }
}
