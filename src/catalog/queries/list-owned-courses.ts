import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { ownedCoursePageView } from './course.view.ts';

/** The sort key is the id of the enrollment: latest first. */
export const ownedCoursesQuery = pageQuery(z.uuid());

/** The courses a learner is enrolled in. */
export class ListOwnedCourses extends Query<z.infer<typeof ownedCoursePageView>> {
  constructor(
    readonly learnerId: string,
    readonly page: z.infer<typeof ownedCoursesQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListOwnedCourses)
export class ListOwnedCoursesHandler implements IQueryHandler<ListOwnedCourses> {
  constructor(private readonly database: Database) {}

  async execute({ learnerId, page: { limit, cursor } }: ListOwnedCourses) {
    const rows = await this.database.kysely
      .selectFrom('catalog.enrollments as e')
      .innerJoin('catalog.courses as c', 'c.id', 'e.course_id')
      .select(['e.id', 'e.course_id', 'c.slug', 'c.title', 'e.enrolled_at', 'e.completed_at'])
      .where('e.learner_id', '=', learnerId)
      .where('e.ended_at', 'is', null)
      .$if(cursor !== undefined, query => query.where('e.id', '<', cursor))
      .orderBy('e.id', 'desc')
      .limit(limit + 1)
      .execute();
    const { items, nextCursor } = pageOf(rows, limit, row => row.id);
    return {
      items: items.map(row => ({
        courseId: row.course_id,
        slug: row.slug,
        title: row.title,
        enrolledAt: row.enrolled_at.toISOString(),
        completedAt: row.completed_at?.toISOString() ?? null,
      })),
      nextCursor,
    };
  }
}
