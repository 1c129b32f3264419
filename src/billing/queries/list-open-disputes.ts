import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

export interface OpenDispute {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly providerPaymentId: string;
}

/** The disputes that are due to be asked for, longest overdue first. */
export class ListOpenDisputes extends Query<OpenDispute[]> {}

@QueryHandler(ListOpenDisputes)
export class ListOpenDisputesHandler implements IQueryHandler<ListOpenDisputes> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<OpenDispute[]> {
    return this.database.prepared<{ [K in keyof OpenDispute]: OpenDispute[K] }>(
      'open-disputes',
      `select d.id as "disputeId", d.payment_id as "paymentId", p.provider_id as "providerPaymentId"
       from billing.disputes d join billing.payments p on p.id = d.payment_id
       where d.check_at <= $1 order by d.check_at limit 100`,
      [this.clock.now()],
    );
  }
}
