import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock.ts';
import { type DomainEvent, typeOf } from '../domain/domain-event.ts';
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
    const rows = events.map(event => ({ id: newId(), type: typeOf(event), payload: event }));
    await em.execute(
      `with stored as (
         insert into kernel.outbox (id, type, payload, occurred_at, traceparent)
         select id, type, payload, ?, ? from jsonb_to_recordset(?::jsonb) as event (id uuid, type text, payload jsonb)
         returning 1
       )
       select pg_notify('${OUTBOX_CHANNEL}', '') from stored limit 1`,
      [this.clock.now(), currentTraceparent(), JSON.stringify(rows)],
    );
  }
}
