import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Money } from '../../kernel/domain/money.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { RefundState } from '../billing.contract.ts';
import type { RefundOrder } from '../domain/refund-gateway.ts';
import type { Unanswered } from '../domain/unanswered.ts';

/** A refund whose end, or whose fee, is not known yet. */
export interface OpenRefund extends RefundOrder, Unanswered {
  readonly state: RefundState;
  readonly providerId: string | null;
}

/** Undefined for one that has come to its end. */
export class GetOpenRefund extends Query<OpenRefund | undefined> {
  constructor(readonly refundId: string) {
    super();
  }
}

@QueryHandler(GetOpenRefund)
export class GetOpenRefundHandler implements IQueryHandler<GetOpenRefund> {
  constructor(private readonly database: Database) {}

  async execute({ refundId }: GetOpenRefund): Promise<OpenRefund | undefined> {
    const [row] = await this.database.prepared(
      'open-refund',
      `select r.payment_id, p.provider_id as provider_payment_id, r.amount, r.currency, r.reason, r.state, r.provider_id, r.requested_at, r.spent_at
       from billing.refunds r join billing.payments p on p.id = r.payment_id
       where r.id = $1 and r.state <> 'failed' and (r.state <> 'succeeded' or r.fee is null)`,
      [refundId],
    );
    return (
      row && {
        refundId,
        paymentId: row.payment_id,
        providerPaymentId: row.provider_payment_id,
        amount: Money.of(row.amount, row.currency),
        reason: row.reason,
        state: row.state,
        providerId: row.provider_id,
        askedAt: row.requested_at,
        spentAt: row.spent_at,
      }
    );
  }
}
