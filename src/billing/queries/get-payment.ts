import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { PaymentDetailView } from '../billing.contract.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { DISPUTE_COLUMNS, disputeFrom } from './dispute-row.ts';
import { PAYMENT_COLUMNS, paymentFrom } from './payment-row.ts';
import { REFUND_COLUMNS, refundFrom } from './refund-row.ts';

/** @throws PaymentNotFound, for somebody else's payment too */
export class GetPayment extends Query<PaymentDetailView> {
  constructor(
    readonly id: string,
    readonly payerId: string,
  ) {
    super();
  }
}

@QueryHandler(GetPayment)
export class GetPaymentHandler implements IQueryHandler<GetPayment> {
  constructor(private readonly database: Database) {}

  async execute({ id, payerId }: GetPayment): Promise<PaymentDetailView> {
    const row = await this.database.kysely
      .selectFrom('billing.payments')
      .select([...PAYMENT_COLUMNS])
      .where('id', '=', id)
      .where('payer_id', '=', payerId)
      .executeTakeFirst();
    if (!row) throw new PaymentNotFound();
    const refunds = await this.database.kysely
      .selectFrom('billing.refunds')
      .select([...REFUND_COLUMNS])
      .where('payment_id', '=', id)
      .orderBy('id')
      .execute();
    const disputes = await this.database.kysely
      .selectFrom('billing.disputes')
      .select([...DISPUTE_COLUMNS])
      .where('payment_id', '=', id)
      .orderBy('id')
      .execute();
    return { ...paymentFrom(row), refunds: refunds.map(refundFrom), disputes: disputes.map(disputeFrom) };
  }
}
