import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import type { Lesson } from '../domain/course.ts';
import { NotEnrolled } from '../domain/enrollment.errors.ts';
import type { learningView } from './course.view.ts';

/** A course with all its lessons, for who is enrolled in it. @throws NotEnrolled */
export class GetLearning extends Query<z.infer<typeof learningView>> {
  constructor(
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

@QueryHandler(GetLearning)
export class GetLearningHandler implements IQueryHandler<GetLearning> {
  constructor(private readonly database: Database) {}

  async execute({ courseId, learnerId }: GetLearning) {
    const row = await this.database.kysely
      .selectFrom('catalog.enrollments as e')
      .innerJoin('catalog.courses as c', 'c.id', 'e.course_id')
      .select(['c.title', 'c.lessons', 'e.completed_lessons', 'e.completed_at'])
      .where('e.course_id', '=', courseId)
      .where('e.learner_id', '=', learnerId)
      .where('e.ended_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw new NotEnrolled();
    return {
      courseId,
      title: row.title,
      completedAt: row.completed_at?.toISOString() ?? null,
      lessons: row.lessons.map((lesson: Lesson) => ({
        ...lesson,
        completed: row.completed_lessons.includes(lesson.id),
      })),
    };
  }
}
