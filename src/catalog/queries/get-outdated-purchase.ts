import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PRICE_HOLDS_MS } from '../domain/purchase.ts';

/**
 * What a learner has started to buy and has not paid, where they should not go on with it: its price has held long enough, or by
 * now the course is cheaper, not for sale, or taught by the learner.
 */
export class GetOutdatedPurchase extends Query<string | undefined> {
  constructor(
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

@QueryHandler(GetOutdatedPurchase)
export class GetOutdatedPurchaseHandler implements IQueryHandler<GetOutdatedPurchase> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, learnerId }: GetOutdatedPurchase): Promise<string | undefined> {
    const [purchase] = await this.database.prepared<{ id: string }>(
      'outdated-purchase',
      `select p.id from catalog.purchases p join catalog.courses c on c.id = p.course_id
       where p.course_id = $1 and p.learner_id = $2 and p.state = 'pending'
         and (p.started_at < $3 or c.state <> 'published' or c.price_amount = 0
              or c.co_instructors @> jsonb_build_array(jsonb_build_object('instructorId', p.learner_id))
              or c.price_currency = p.price_currency and c.price_amount < p.price_amount)`,
      [courseId, learnerId, new Date(this.clock.now().getTime() - PRICE_HOLDS_MS)],
    );
    return purchase?.id;
  }
}
