import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { importRowPageView } from './course-import.view.ts';

export const importRowsQuery = pageQuery(z.int32().min(0)).extend({
  state: z.enum(['imported', 'refused', 'waiting']).optional(),
});

const CONDITIONS = {
  imported: 'course_id is not null',
  refused: 'problems is not null',
  waiting: 'course_id is null and problems is null',
} as const;

/** The rows of an import, in their order. */
export class ListImportRows extends Query<z.infer<typeof importRowPageView>> {
  constructor(
    readonly importId: string,
    readonly page: z.infer<typeof importRowsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListImportRows)
export class ListImportRowsHandler implements IQueryHandler<ListImportRows> {
  constructor(private readonly database: Database) {}

  async execute({ importId, page: { limit, cursor = 0, state } }: ListImportRows) {
    const rows = await this.database.prepared(
      `import-rows-${state ?? 'all'}`,
      `select number, cells, course_id as "courseId", problems from catalog.import_rows
       where import_id = $1 and number > $2 ${state ? `and ${CONDITIONS[state]}` : ''} order by number limit $3`,
      [importId, cursor, limit + 1],
    );
    return pageOf(rows, limit, row => row.number) as z.infer<typeof importRowPageView>;
  }
}
