import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { ListSales, type SalePlace } from '../../billing/earnings.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { CourseSaleView } from './earnings.view.ts';
import { type courseSalesQuery, placeOf } from './list-course-sales.ts';
import { nameCourses } from './name-courses.ts';

const BATCH = 1_000;

/** All sales of an instructor, newest first, a batch at a time. */
export class ExportCourseSales extends Query<AsyncIterable<CourseSaleView[]>> {
  constructor(
    readonly instructorId: string,
    readonly filter: z.infer<typeof courseSalesQuery>,
  ) {
    super();
  }
}

@QueryHandler(ExportCourseSales)
export class ExportCourseSalesHandler implements IQueryHandler<ExportCourseSales> {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async execute({ instructorId, filter }: ExportCourseSales) {
    return this.batches(instructorId, filter);
  }

  private async *batches(
    instructorId: string,
    { courseId: subject, currency, from, to }: ExportCourseSales['filter'],
  ): AsyncGenerator<CourseSaleView[]> {
    for (let after: SalePlace | undefined; ; ) {
      const sales = await this.queries.execute(
        new ListSales(instructorId, { subject, currency, from, to }, BATCH, after),
      );
      const last = sales.at(-1);
      if (last) yield await nameCourses(this.database, sales);
      if (!last || sales.length < BATCH) return;
      after = placeOf(last);
    }
  }
}
