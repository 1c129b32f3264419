import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** Provider events that came before a moment and were never handled, oldest first: the first thousand. */
export class ListWaitingEvents extends Query<string[]> {
  constructor(readonly receivedBefore: Date) {
    super();
  }
}

@QueryHandler(ListWaitingEvents)
export class ListWaitingEventsHandler implements IQueryHandler<ListWaitingEvents> {
  constructor(private readonly database: Database) {}

  async execute({ receivedBefore }: ListWaitingEvents): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'waiting-events',
      'select id from billing.provider_events where handled_at is null and received_at < $1 order by received_at limit 1000',
      [receivedBefore],
    );
    return rows.map(({ id }) => id);
  }
}
