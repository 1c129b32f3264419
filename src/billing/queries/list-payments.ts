import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PAYMENT_STATES, type PaymentView, PURPOSES, paymentView } from '../billing.contract.ts';
import { PAYMENT_COLUMNS, paymentFrom } from './payment-row.ts';

/** The sort key is the id: UUIDv7, so newest first. */
export const paymentsQuery = pageQuery(z.uuid()).extend({
  state: z.enum(PAYMENT_STATES).optional(),
  purpose: z.enum(PURPOSES).optional(),
});

export const paymentPageView = pageView(paymentView).meta({ id: 'PaymentPage' });

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

  async execute({ payerId, filter: { limit, cursor, state, purpose } }: ListPayments) {
    const rows = await this.database.kysely
      .selectFrom('billing.payments')
      .select([...PAYMENT_COLUMNS])
      .where('payer_id', '=', payerId)
      .$if(state !== undefined, query => query.where('state', '=', state))
      .$if(purpose !== undefined, query => query.where('purpose', '=', purpose))
      .$if(cursor !== undefined, query => query.where('id', '<', cursor))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf<PaymentView>(rows.map(paymentFrom), limit, payment => payment.id);
  }
}
