import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { FIRST_ID, pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { AUTHORED_COURSE } from './authored-course-sql.ts';
import type { authoredListView } from './course.view.ts';

export const coursesToReviewQuery = pageQuery(z.tuple([instant, z.uuid()]));

/** The courses that wait for a review, longest waiting first. */
export class ListCoursesToReview extends Query<z.infer<typeof authoredListView>> {
  constructor(readonly page: z.infer<typeof coursesToReviewQuery>) {
    super();
  }
}

const SQL = `
  select c.submitted_at, c.id, json_build_object(${AUTHORED_COURSE}) as item from catalog.courses c
  where c.submitted_at is not null and (c.submitted_at, c.id) > ($1, $2)
  order by c.submitted_at, c.id limit $3`;

const OLDEST = ['-infinity', FIRST_ID];

@QueryHandler(ListCoursesToReview)
export class ListCoursesToReviewHandler implements IQueryHandler<ListCoursesToReview> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListCoursesToReview) {
    const rows = await this.database.prepared('list-courses-to-review', SQL, [...(cursor ?? OLDEST), limit + 1]);
    const { items, nextCursor } = pageOf(rows, limit, row => [row.submitted_at, row.id]);
    return { items: items.map(({ item }) => item), nextCursor };
  }
}
