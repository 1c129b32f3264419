import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { GetAccounts } from '../../identity/identity.contract.ts';
import { LAST_ID, pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { reportedReviewPageView, reportedReviewView } from './review.view.ts';
import { REVIEW_COLUMNS, type ReviewRow, reviewFrom } from './review-row.ts';

export const reportedReviewsQuery = pageQuery(z.uuid()).extend({
  state: z.enum(['reported', 'hidden']).default('reported'),
});

/** The reviews that somebody has found wrong, or that are hidden, be they withdrawn or not, latest first. */
export class ListReportedReviews extends Query<z.infer<typeof reportedReviewPageView>> {
  constructor(readonly page: z.infer<typeof reportedReviewsQuery>) {
    super();
  }
}

interface ReportedRow extends ReviewRow<number | null>, Pick<z.infer<typeof reportedReviewView>, 'state' | 'reports'> {}

const REPORTED = 'r.id in (select review_id from catalog.review_reports)';
const HIDDEN = `r.state <> 'visible'`;

const statementFor = (condition: string) => `
  select ${REVIEW_COLUMNS.map(column => `r.${column}`).join(', ')}, r.state, (
    select coalesce(json_agg(json_build_object('reason', p.reason, 'reportedAt',
             to_char(p.reported_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by p.reported_at desc), '[]')
    from (select * from catalog.review_reports where review_id = r.id order by reported_at desc limit 100) p) as reports
  from catalog.reviews r where ${condition} and r.id < $1 order by r.id desc limit $2`;

@QueryHandler(ListReportedReviews)
export class ListReportedReviewsHandler implements IQueryHandler<ListReportedReviews> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ page: { limit, cursor = LAST_ID, state } }: ListReportedReviews) {
    const sql = statementFor(state === 'hidden' ? HIDDEN : REPORTED);
    const rows = await this.database.prepared<ReportedRow>(`reviews-${state}`, sql, [cursor, limit + 1]);
    const { items, nextCursor } = pageOf(rows, limit, row => row.id);
    const accounts = await this.queries.execute(new GetAccounts(items.map(row => row.learner_id)));
    const reviews = items.map(row => ({ ...reviewFrom(row, accounts), state: row.state, reports: row.reports }));
    return { items: reviews, nextCursor };
  }
}
