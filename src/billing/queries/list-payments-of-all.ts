import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { pageOf } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { payerPaymentPageView } from './payer-payment.view.ts';
import { type paymentsOfAllQuery, paymentsOfAllWhere, placeOf } from './payments-where.ts';

/** Everybody's payments, newest first. */
export class ListPaymentsOfAll extends Query<z.infer<typeof payerPaymentPageView>> {
  constructor(readonly filter: z.infer<typeof paymentsOfAllQuery>) {
    super();
  }
}

@QueryHandler(ListPaymentsOfAll)
export class ListPaymentsOfAllHandler implements IQueryHandler<ListPaymentsOfAll> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { limit, ...filter } }: ListPaymentsOfAll) {
    const payments = await paymentsOfAllWhere(this.database, filter, limit + 1);
    return pageOf(payments, limit, placeOf);
  }
}
