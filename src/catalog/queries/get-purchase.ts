import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { PurchaseNotFound } from '../domain/purchase.errors.ts';
import type { PurchaseView } from './purchase.view.ts';

type StoredPurchase = Pick<PurchaseView, 'id' | 'courseId' | 'price' | 'state' | 'startedAt'>;

/** @throws PurchaseNotFound */
export class GetPurchase extends Query<StoredPurchase> {
  constructor(readonly purchaseId: string) {
    super();
  }
}

@QueryHandler(GetPurchase)
export class GetPurchaseHandler implements IQueryHandler<GetPurchase> {
  constructor(private readonly database: Database) {}

  async execute({ purchaseId }: GetPurchase): Promise<StoredPurchase> {
    const [purchase] = await this.database.prepared<{ started_at: Date } & Omit<StoredPurchase, 'startedAt'>>(
      'get-purchase',
      `select id, course_id as "courseId", json_build_object('amount', price_amount, 'currency', price_currency) as price,
              state, started_at
       from catalog.purchases where id = $1`,
      [purchaseId],
    );
    if (!purchase) throw new PurchaseNotFound();
    const { started_at: startedAt, ...same } = purchase;
    return { ...same, startedAt: startedAt.toISOString() };
  }
}
