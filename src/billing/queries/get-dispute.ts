import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { DisputeView } from '../billing.contract.ts';
import { DISPUTE_COLUMNS, disputeFrom } from './dispute-row.ts';

export class GetDispute extends Query<DisputeView> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetDispute)
export class GetDisputeHandler implements IQueryHandler<GetDispute> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetDispute): Promise<DisputeView> {
    const row = await this.database.kysely
      .selectFrom('billing.disputes')
      .select([...DISPUTE_COLUMNS])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return disputeFrom(row);
  }
}
