import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { METHOD_COLUMNS, type PaymentMethodView, paymentMethodView } from './payment-method.view.ts';

/** The sort key is the id: UUIDv7, so newest first. */
export const paymentMethodsQuery = pageQuery(z.uuid());

export const paymentMethodPageView = pageView(paymentMethodView).meta({ id: 'PaymentMethodPage' });

export class ListPaymentMethods extends Query<z.infer<typeof paymentMethodPageView>> {
  constructor(
    readonly userId: string,
    readonly page: z.infer<typeof paymentMethodsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListPaymentMethods)
export class ListPaymentMethodsHandler implements IQueryHandler<ListPaymentMethods> {
  constructor(private readonly database: Database) {}

  async execute({ userId, page: { limit, cursor } }: ListPaymentMethods) {
    const rows = await this.database.prepared<PaymentMethodView>(
      'payment-methods',
      `select ${METHOD_COLUMNS} from billing.payment_methods m
       where m.user_id = $1 and ($2::uuid is null or m.id < $2) order by m.id desc limit $3`,
      [userId, cursor, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }
}
