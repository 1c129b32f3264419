import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ListSales, type SalePlace } from '../../billing/earnings.contract.ts';
import { CURRENCIES } from '../../kernel/domain/money.ts';
import { instant, instantOrDay } from '../../kernel/http/instant.ts';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { courseSalePageView } from './earnings.view.ts';
import { nameCourses } from './name-courses.ts';

/** When it was sold, and the id of the payment: newest first. */
const place = z.tuple([instant, z.uuid()]);

export function placeOf({ soldAt, paymentId }: { soldAt: string; paymentId: string }): SalePlace {
  return [soldAt, paymentId];
}

export const courseSalesQuery = pageQuery(place).extend({
  courseId: uuid.optional().describe('of this course only'),
  currency: z.enum(CURRENCIES).optional(),
  from: instantOrDay.optional().describe('sold not before this moment or day (UTC)').meta({ example: '2026-03-01' }),
  to: instantOrDay.optional().describe('sold before this moment or day (UTC)').meta({ example: '2026-04-01' }),
});

/** The sales by which an instructor earned something. */
export class ListCourseSales extends Query<z.infer<typeof courseSalePageView>> {
  constructor(
    readonly instructorId: string,
    readonly filter: z.infer<typeof courseSalesQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListCourseSales)
export class ListCourseSalesHandler implements IQueryHandler<ListCourseSales> {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async execute({ instructorId, filter: { limit, cursor, courseId: subject, ...filter } }: ListCourseSales) {
    const rows = await this.queries.execute(new ListSales(instructorId, { ...filter, subject }, limit + 1, cursor));
    const { items, nextCursor } = pageOf(rows, limit, placeOf);
    return { items: await nameCourses(this.database, items), nextCursor };
  }
}
