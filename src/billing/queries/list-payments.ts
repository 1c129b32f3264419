import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { pageOf, pageView } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { type PaymentView, paymentView } from '../billing.contract.ts';
import { paymentFrom } from './payment-row.ts';
import { type paymentsQuery, paymentsWhere, placeOf } from './payments-where.ts';

export const paymentPageView = pageView(paymentView).meta({ id: 'PaymentPage' });

/** A payer's own payments, newest first. */
export class ListPayments extends Query<z.infer<typeof paymentPageView>> {
  constructor(
    readonly payerId: string,
    readonly filter: z.infer<typeof paymentsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListPayments)
export class ListPaymentsHandler implements IQueryHandler<ListPayments> {
  constructor(private readonly database: Database) {}

  async execute({ payerId, filter: { limit, ...filter } }: ListPayments) {
    const rows = await paymentsWhere(this.database, { ...filter, payer: payerId }, limit + 1).execute();
    return pageOf<PaymentView>(rows.map(paymentFrom), limit, placeOf);
  }
}
