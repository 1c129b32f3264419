import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PRICE_HOLDS_MS } from '../domain/purchase.ts';

const MOST = 1_000;

/**
 * What learners have started to buy and have not paid, where they should not go on with it: its price has held long enough, or
 * by now the course is cheaper, not for sale, or taught by the learner. Longest ago first.
 */
export class ListOutdatedPurchases extends Query<string[]> {
  /** Without a course, of all; without a learner, of everybody. */
  constructor(
    readonly courseId?: string,
    readonly learnerId?: string,
  ) {
    super();
  }
}

@QueryHandler(ListOutdatedPurchases)
export class ListOutdatedPurchasesHandler implements IQueryHandler<ListOutdatedPurchases> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, learnerId }: ListOutdatedPurchases): Promise<string[]> {
    const name = `outdated-purchases${courseId ? '-of-course' : ''}${learnerId ? '-of-learner' : ''}`;
    const values = [new Date(this.clock.now().getTime() - PRICE_HOLDS_MS), courseId, learnerId];
    const rows = await this.database.prepared<{ id: string }>(
      name,
      `select p.id from catalog.purchases p join catalog.courses c on c.id = p.course_id
       where p.state = 'pending' ${courseId ? 'and p.course_id = $2' : ''} ${learnerId ? 'and p.learner_id = $3' : ''}
         and (p.started_at < $1 or c.state <> 'published' or c.price_amount = 0
              or c.co_instructors @> jsonb_build_array(jsonb_build_object('instructorId', p.learner_id))
              or c.price_currency = p.price_currency and c.price_amount < p.price_amount)
       order by p.started_at limit ${MOST}`,
      values.filter(value => value !== undefined),
    );
    return rows.map(({ id }) => id);
  }
}
