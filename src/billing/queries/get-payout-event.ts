import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** Which of our payouts, or which payee's account, a provider's event is about. */
export interface PayoutEvent {
  readonly payoutId: string | null;
  readonly accountId: string | null;
}

export class GetPayoutEvent extends Query<PayoutEvent | undefined> {
  constructor(readonly providerEventId: string) {
    super();
  }
}

@QueryHandler(GetPayoutEvent)
export class GetPayoutEventHandler implements IQueryHandler<GetPayoutEvent> {
  constructor(private readonly database: Database) {}

  async execute({ providerEventId }: GetPayoutEvent): Promise<PayoutEvent | undefined> {
    const [event] = await this.database.prepared<PayoutEvent & object>(
      'payout-event',
      `with event as (
         select type, payload #>> '{data,object,id}' as subject, payload #>> '{data,object,metadata,payout_id}' as payout
         from billing.provider_events where id = $1
       )
       select p.id as "payoutId", a.provider_id as "accountId"
       from event
       left join billing.payouts p on type like 'transfer.%'
         and p.id = case when payout ~ '^[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}$' then payout::uuid end
       left join billing.payout_accounts a on type = 'account.updated' and a.provider_id = subject`,
      [providerEventId],
    );
    return event;
  }
}
