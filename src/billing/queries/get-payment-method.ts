import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { PaymentMethodNotFound } from '../domain/payment-method.errors.ts';
import { METHOD_COLUMNS, type PaymentMethodView } from './payment-method.view.ts';

interface OwnedMethod {
  readonly view: PaymentMethodView;
  readonly providerId: string;
  /** The provider's id of its owner. */
  readonly customerId: string;
}

/** @throws PaymentMethodNotFound, for somebody else's too */
export class GetPaymentMethod extends Query<OwnedMethod> {
  constructor(
    readonly userId: string,
    readonly method: { readonly id: string } | { readonly providerId: string },
  ) {
    super();
  }
}

const OF_USER = `
  select ${METHOD_COLUMNS}, m.provider_id, c.provider_id as customer_id
  from billing.payment_methods m join billing.customers c on c.user_id = m.user_id where m.user_id = $1`;

@QueryHandler(GetPaymentMethod)
export class GetPaymentMethodHandler implements IQueryHandler<GetPaymentMethod> {
  constructor(private readonly database: Database) {}

  async execute({ userId, method }: GetPaymentMethod): Promise<OwnedMethod> {
    const [row] =
      'id' in method
        ? await this.database.prepared('method-by-id', `${OF_USER} and m.id = $2`, [userId, method.id])
        : await this.database.prepared('method-at-provider', `${OF_USER} and m.provider_id = $2`, [
            userId,
            method.providerId,
          ]);
    if (!row) throw new PaymentMethodNotFound();
    const { provider_id: providerId, customer_id: customerId, ...view } = row;
    return { view: view as PaymentMethodView, providerId, customerId };
  }
}
