import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import type { authoredCourseView } from './course.view.ts';

/** @throws CourseNotFound, for another instructor's course too */
export class GetAuthoredCourse extends Query<z.infer<typeof authoredCourseView>> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

@QueryHandler(GetAuthoredCourse)
export class GetAuthoredCourseHandler implements IQueryHandler<GetAuthoredCourse> {
  constructor(private readonly database: Database) {}

  async execute({ courseId, instructorId }: GetAuthoredCourse) {
    const row = await this.database.kysely
      .selectFrom('catalog.courses')
      .select(['id', 'slug', 'title', 'summary', 'price_amount', 'price_currency', 'state', 'published_at', 'lessons'])
      .where('id', '=', courseId)
      .where('instructor_id', '=', instructorId)
      .executeTakeFirst();
    if (!row) throw new CourseNotFound();
    const { price_amount: amount, price_currency: currency, published_at: publishedAt, ...same } = row;
    return { ...same, price: { amount, currency }, publishedAt: publishedAt?.toISOString() ?? null } as z.infer<
      typeof authoredCourseView
    >;
  }
}
