import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { RefundView } from '../billing.contract.ts';
import { REFUND_COLUMNS, refundFrom } from './refund-row.ts';

export class GetRefund extends Query<RefundView> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetRefund)
export class GetRefundHandler implements IQueryHandler<GetRefund> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetRefund): Promise<RefundView> {
    const row = await this.database.kysely
      .selectFrom('billing.refunds')
      .select([...REFUND_COLUMNS])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return refundFrom(row);
  }
}
