import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** As long as the provider itself tells of an event. */
const MONTH_MS = 30 * DAY_MS;

/** Provider events that came within the month before a moment and were never handled: a thousand at most, whichever. */
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
      // In any order but a fixed one: none waits for ever behind those that can never be handled.
      `select id from billing.provider_events where handled_at is null and received_at >= $1 and received_at < $2
       order by random() limit 1000`,
      [new Date(receivedBefore.getTime() - MONTH_MS), receivedBefore],
    );
    return rows.map(({ id }) => id);
  }
}
