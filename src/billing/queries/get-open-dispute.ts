import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { DisputeAnswer } from '../domain/dispute-gateway.ts';

/** A dispute that the bank has not decided, or whose money is not settled. */
export interface OpenDispute {
  readonly disputeId: string;
  readonly paymentId: string;
  readonly providerId: string;
  readonly providerPaymentId: string;
  /** What the bank has not been told yet. */
  readonly answer: DisputeAnswer | null;
}

/** Undefined for one of which nothing more is to be known. */
export class GetOpenDispute extends Query<OpenDispute | undefined> {
  constructor(readonly disputeId: string) {
    super();
  }
}

@QueryHandler(GetOpenDispute)
export class GetOpenDisputeHandler implements IQueryHandler<GetOpenDispute> {
  constructor(private readonly database: Database) {}

  async execute({ disputeId }: GetOpenDispute): Promise<OpenDispute | undefined> {
    const [open] = await this.database.prepared<{ [K in keyof OpenDispute]: OpenDispute[K] }>(
      'open-dispute',
      `select d.id as "disputeId", d.payment_id as "paymentId", d.provider_id as "providerId",
              p.provider_id as "providerPaymentId", d.answer
       from billing.disputes d join billing.payments p on p.id = d.payment_id
       where d.id = $1 and d.check_at is not null`,
      [disputeId],
    );
    return open;
  }
}
