import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ListEarnings } from '../../billing/earnings.contract.ts';
import { CURRENCIES } from '../../kernel/domain/money.ts';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { courseEarningsPageView } from './earnings.view.ts';
import { nameCourses } from './name-courses.ts';

const month = z.string().regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/);
const currency = z.enum(CURRENCIES);

/** The latest month first. */
const place = z.tuple([month, z.uuid().nullable(), currency]);

export const courseEarningsQuery = pageQuery(place).extend({
  courseId: uuid.optional().describe('of this course only'),
  currency: currency.optional(),
  from: month.optional().describe('the first month (UTC)').meta({ example: '2026-01' }),
  to: month.optional().describe('the last month, included').meta({ example: '2026-12' }),
});

/** What an instructor earned, by month, course and currency. */
export class ListCourseEarnings extends Query<z.infer<typeof courseEarningsPageView>> {
  constructor(
    readonly instructorId: string,
    readonly filter: z.infer<typeof courseEarningsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListCourseEarnings)
export class ListCourseEarningsHandler implements IQueryHandler<ListCourseEarnings> {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async execute({ instructorId, filter: { limit, cursor, courseId: subject, ...filter } }: ListCourseEarnings) {
    const rows = await this.queries.execute(new ListEarnings(instructorId, { ...filter, subject }, limit + 1, cursor));
    const { items, nextCursor } = pageOf(rows, limit, row => [row.month, row.subject, row.gross.currency]);
    return { items: await nameCourses(this.database, items), nextCursor };
  }
}
