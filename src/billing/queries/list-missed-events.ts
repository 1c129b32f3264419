import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** Which of a provider's events have never arrived here. */
export class ListMissedEvents extends Query<ReadonlySet<string>> {
  constructor(
    readonly provider: string,
    readonly eventIds: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ListMissedEvents)
export class ListMissedEventsHandler implements IQueryHandler<ListMissedEvents> {
  constructor(private readonly database: Database) {}

  async execute({ provider, eventIds }: ListMissedEvents): Promise<ReadonlySet<string>> {
    const rows = await this.database.prepared<{ id: string }>(
      'missed-events',
      `select id from unnest($2::text[]) as told (id)
       where not exists (select from billing.provider_events where provider = $1 and event_id = told.id)`,
      [provider, eventIds],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
