import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { PaymentView } from '../billing.contract.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { PAYMENT_COLUMNS, paymentFrom } from './payment-row.ts';

/** @throws PaymentNotFound, for somebody else's payment too */
export class GetPayment extends Query<PaymentView> {
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

  async execute({ id, payerId }: GetPayment): Promise<PaymentView> {
    const row = await this.database.kysely
      .selectFrom('billing.payments')
      .select([...PAYMENT_COLUMNS])
      .where('id', '=', id)
      .where('payer_id', '=', payerId)
      .executeTakeFirst();
    if (!row) throw new PaymentNotFound();
    return paymentFrom(row);
  }
}
