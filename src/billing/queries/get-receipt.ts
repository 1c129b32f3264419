import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { ReceiptNotFound } from '../domain/receipt.errors.ts';
import type { ReceiptView } from './receipt.view.ts';
import { RECEIPT_COLUMNS, receiptFrom } from './receipt-row.ts';

/** @throws PaymentNotFound, for somebody else's payment too, and ReceiptNotFound for one that has not succeeded */
export class GetReceipt extends Query<ReceiptView> {
  constructor(
    readonly paymentId: string,
    readonly payerId: string,
  ) {
    super();
  }
}

@QueryHandler(GetReceipt)
export class GetReceiptHandler implements IQueryHandler<GetReceipt> {
  constructor(private readonly database: Database) {}

  async execute({ paymentId, payerId }: GetReceipt): Promise<ReceiptView> {
    const row = await this.database.kysely
      .selectFrom('billing.payments as p')
      .leftJoin('billing.receipts as r', 'r.id', 'p.id')
      .select([...RECEIPT_COLUMNS])
      .where('p.id', '=', paymentId)
      .where('p.payer_id', '=', payerId)
      .executeTakeFirst();
    if (!row) throw new PaymentNotFound();
    if (!row.id) throw new ReceiptNotFound();
    return receiptFrom(row);
  }
}
