import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Money } from '../../kernel/domain/money.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { PaymentState, Purpose } from '../billing.contract.ts';
import type { Failure } from '../domain/payment-gateway.ts';

/** The latest attempt to collect something, and what a charge of it needs. */
export interface Collectable {
  readonly paymentId: string;
  readonly payerId: string;
  readonly state: PaymentState;
  readonly amount: Money;
  readonly description: string;
  readonly purpose: Purpose;
  readonly reference: string;
  readonly failure: Failure | null;
  readonly paymentMethod: string | null;
  readonly operationId: string | null;
  readonly providerId: string | null;
  readonly offSession: boolean;
  readonly submittedAt: Date | null;
  readonly spentAt: Date | null;
  /** The payer as the provider knows them, if it does. */
  readonly customerId: string | null;
  /** What is charged where nothing is named, by the provider's id. */
  readonly defaultMethod: string | null;
}

export class GetCollectable extends Query<Collectable | undefined> {
  constructor(readonly of: { readonly paymentId: string } | { readonly purpose: Purpose; readonly reference: string }) {
    super();
  }
}

const COLUMNS = `
  select p.id, p.payer_id, p.state, p.amount, p.currency, p.description, p.purpose, p.reference, p.failure, p.payment_method, p.operation_id, p.provider_id, p.off_session, p.submitted_at, p.spent_at,
         c.provider_id as customer_id,
         (select m.provider_id from billing.payment_methods m where m.user_id = p.payer_id and m.is_default) as default_method
  from billing.payments p left join billing.customers c on c.user_id = p.payer_id`;

@QueryHandler(GetCollectable)
export class GetCollectableHandler implements IQueryHandler<GetCollectable> {
  constructor(private readonly database: Database) {}

  async execute({ of }: GetCollectable): Promise<Collectable | undefined> {
    const [row] =
      'paymentId' in of
        ? await this.database.prepared('collectable-by-id', `${COLUMNS} where p.id = $1`, [of.paymentId])
        : await this.database.prepared(
            'collectable-by-reference',
            `${COLUMNS} where p.purpose = $1 and p.reference = $2 order by p.id desc limit 1`,
            [of.purpose, of.reference],
          );
    return (
      row && {
        paymentId: row.id,
        payerId: row.payer_id,
        state: row.state,
        amount: Money.of(row.amount, row.currency),
        description: row.description,
        purpose: row.purpose,
        reference: row.reference,
        failure: row.failure,
        paymentMethod: row.payment_method,
        operationId: row.operation_id,
        providerId: row.provider_id,
        offSession: row.off_session,
        submittedAt: row.submitted_at,
        spentAt: row.spent_at,
        customerId: row.customer_id,
        defaultMethod: row.default_method,
      }
    );
  }
}
