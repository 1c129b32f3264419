import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock.ts';
import { classOf, type DomainEvent } from '../domain/domain-event.ts';
import { newId } from '../domain/ids.ts';
import { currentTraceparent } from '../observability/trace.ts';

/** The PostgreSQL channel that wakes the relay. */
export const OUTBOX_CHANNEL = 'azora_outbox';

/** Events wait here, committed with the change that caused them, until the relay hands them to their reactions. */
@Injectable()
export class Outbox {
  constructor(private readonly clock: Clock) {}

  /** Stores the events in the transaction of `em`, in order, and wakes the relay when it commits. */
  async store(em: EntityManager, events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(event => {
      const { type, personal } = classOf(event);
      return { id: newId(), type, personal, payload: event };
    });
    await em.execute(
      `with stored as (
         insert into kernel.outbox (id, type, personal, payload, occurred_at, traceparent)
         select event.*, ?, ? from jsonb_to_recordset(?::jsonb) as event (id uuid, type text, personal boolean, payload jsonb)
         returning 1
       )
       select pg_notify('${OUTBOX_CHANNEL}', '') from stored limit 1`,
      [this.clock.now(), currentTraceparent(), JSON.stringify(rows)],
    );
  }
}
