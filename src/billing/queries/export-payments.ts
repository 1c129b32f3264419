import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { PaymentView } from '../billing.contract.ts';
import type { PayerPaymentView } from './payer-payment.view.ts';
import { type PaymentsFilter, paymentsOfAllWhere, placeOf } from './payments-where.ts';

const BATCH = 500;

/**
 * All payments that a filter lets through, newest first, a batch at a time. No connection is held between two batches, for
 * whoever reads them may be slow.
 */
export class ExportPayments extends Query<AsyncIterable<PayerPaymentView[]>> {
  constructor(readonly filter: Omit<PaymentsFilter, 'cursor'>) {
    super();
  }
}

@QueryHandler(ExportPayments)
export class ExportPaymentsHandler implements IQueryHandler<ExportPayments> {
  constructor(private readonly database: Database) {}

  async execute({ filter }: ExportPayments) {
    return this.batches(filter);
  }

  private async *batches(filter: PaymentsFilter): AsyncGenerator<PayerPaymentView[]> {
    for (let last: PaymentView | undefined; ; ) {
      const batch = await paymentsOfAllWhere(this.database, { ...filter, cursor: last && placeOf(last) }, BATCH);
      if (batch.length > 0) yield batch;
      if (batch.length < BATCH) return;
      last = batch.at(-1);
    }
  }
}
