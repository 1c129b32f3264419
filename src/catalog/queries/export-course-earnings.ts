import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { ListEarnings } from '../../billing/earnings.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { CourseEarningsView } from './earnings.view.ts';
import type { courseEarningsQuery } from './list-course-earnings.ts';
import { nameCourses } from './name-courses.ts';

/** All that an instructor earned, at once, so that its lines are of one moment: there is one for a month and course only. */
export class ExportCourseEarnings extends Query<CourseEarningsView[]> {
  constructor(
    readonly instructorId: string,
    readonly filter: z.infer<typeof courseEarningsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ExportCourseEarnings)
export class ExportCourseEarningsHandler implements IQueryHandler<ExportCourseEarnings> {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async execute({ instructorId, filter: { courseId: subject, currency, from, to } }: ExportCourseEarnings) {
    const rows = await this.queries.execute(new ListEarnings(instructorId, { subject, currency, from, to }));
    return nameCourses(this.database, rows);
  }
}
