import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { GetAccounts } from '../../identity/identity.contract.ts';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { reviewPageView } from './review.view.ts';
import { REVIEW_COLUMNS, type ReviewRow, reviewFrom } from './review-row.ts';

export const reviewsQuery = pageQuery(z.uuid()).extend({
  rating: z.coerce.number().int().min(1).max(5).optional().describe('with this many stars only'),
});

/** What learners say of a course, latest first, as finished JSON. */
export class ListReviews extends Query<string> {
  constructor(
    readonly courseId: string,
    readonly page: z.infer<typeof reviewsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListReviews)
export class ListReviewsHandler implements IQueryHandler<ListReviews> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ courseId, page: { limit, cursor, rating } }: ListReviews): Promise<string> {
    const rows = await this.database.kysely
      .selectFrom('catalog.reviews')
      .select([...REVIEW_COLUMNS])
      .where('course_id', '=', courseId)
      .where('state', '=', 'visible')
      .$if(rating !== undefined, query => query.where('rating', '=', rating))
      .$if(cursor !== undefined, query => query.where('id', '<', cursor))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .$castTo<ReviewRow>()
      .execute();
    const { items, nextCursor } = pageOf(rows, limit, row => row.id);
    const accounts = await this.queries.execute(new GetAccounts(items.map(row => row.learner_id)));
    const page: z.infer<typeof reviewPageView> = { items: items.map(row => reviewFrom(row, accounts)), nextCursor };
    return JSON.stringify(page);
  }
}
