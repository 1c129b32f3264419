import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** An event that waits to be handled, with what is known of its payment. */
export interface WaitingEvent {
  readonly paymentId: string | null;
  readonly providerPaymentId: string | null;
  readonly settled: boolean;
  readonly tellsOfRefund: boolean;
  /** Of whose kept methods it may tell. */
  readonly methodsOf: string | null;
  readonly tellsOfDispute: boolean;
}

export class GetProviderEvent extends Query<WaitingEvent | undefined> {
  constructor(readonly providerEventId: string) {
    super();
  }
}

@QueryHandler(GetProviderEvent)
export class GetProviderEventHandler implements IQueryHandler<GetProviderEvent> {
  constructor(private readonly database: Database) {}

  async execute({ providerEventId }: GetProviderEvent): Promise<WaitingEvent | undefined> {
    const [event] = await this.database.prepared<{ [K in keyof WaitingEvent]: WaitingEvent[K] }>(
      'waiting-provider-event',
      // What is done at the provider by hand carries no id of ours.
      `select p.id as "paymentId", coalesce(p.provider_id, e.provider_payment_id) as "providerPaymentId",
              coalesce(p.state = 'succeeded' and p.fee is not null, false) as settled,
              e.type like '%refund%' as "tellsOfRefund", e.type like 'charge.dispute.%' as "tellsOfDispute",
              case when e.type like 'payment_method.%' or e.type in ('setup_intent.succeeded', 'customer.updated', 'customer.deleted')
                then (select user_id from billing.customers where provider_id = e.provider_customer_id)
              end as "methodsOf"
       from billing.provider_events e left join billing.payments p
         on p.id = coalesce(e.payment_id, (select id from billing.payments where provider_id = e.provider_payment_id))
       where e.id = $1 and e.handled_at is null`,
      [providerEventId],
    );
    return event;
  }
}
