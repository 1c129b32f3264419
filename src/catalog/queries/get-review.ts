import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { GetAccounts } from '../../identity/identity.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { ReviewNotFound } from '../domain/review.errors.ts';
import type { reviewView } from './review.view.ts';
import { REVIEW_COLUMNS, type ReviewRow, reviewFrom } from './review-row.ts';

/** @throws ReviewNotFound */
export class GetReview extends Query<z.infer<typeof reviewView>> {
  constructor(readonly reviewId: string) {
    super();
  }
}

@QueryHandler(GetReview)
export class GetReviewHandler implements IQueryHandler<GetReview> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ reviewId }: GetReview) {
    const row = await this.database.kysely
      .selectFrom('catalog.reviews')
      .select([...REVIEW_COLUMNS])
      .where('id', '=', reviewId)
      .$castTo<ReviewRow>()
      .executeTakeFirst();
    if (!row) throw new ReviewNotFound();
    return reviewFrom(row, await this.queries.execute(new GetAccounts([row.learner_id])));
  }
}
