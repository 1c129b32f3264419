import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import type { JobOptions } from 'bull';
import pg from 'pg';
import { v7 } from 'uuid';
import { Environment } from '../../config/environment.ts';
import { Database } from '../persistence/database.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';
import { Reactions } from './reactions.ts';

const BATCH = 200;
const POLL_MS = 1_000;
const RECONNECT_MS = 1_000;
const DAY_MS = 86_400_000;
/** An event whose reaction has not run by then lost its job (Redis forgot it), so the job is added again. */
const LOST_AFTER = '1 minute';

const JOB: JobOptions = {
  attempts: 12,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  removeOnFail: false,
};

interface StoredEvent {
  id: string;
  type: string;
  payload: object;
  occurred_at: Date;
  traceparent: string | null;
}

export interface ReactionJob {
  readonly eventId: string;
  readonly payload: object;
  readonly occurredAt: string;
  readonly traceparent: string | null;
}

/** Moves committed events from the outbox to their reactions' queues: woken by NOTIFY, polling as the fallback. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private listener?: pg.Client;
  private poll?: NodeJS.Timeout;
  private reconnect?: NodeJS.Timeout;
  private draining?: Promise<void>;
  private again = false;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly reactions: Reactions,
    private readonly environment: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
    this.poll = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.poll);
    clearTimeout(this.reconnect);
    await this.listener?.end();
    await this.draining;
  }

  /** Adds again the jobs of the reactions that an event was published to long enough ago and that never ran. */
  async recoverLost(): Promise<number> {
    const { rows } = await this.database.pool.query<StoredEvent & { reaction: string }>(
      `select o.id, o.type, o.payload, o.occurred_at, o.traceparent, r.name as reaction
       from kernel.outbox o, jsonb_array_elements_text(o.published_to) as r (name)
       where o.id > $1 and o.published_at < now() - $2::interval
         and not exists (select 1 from kernel.inbox i where i.event_id = o.id and i.reaction = r.name)
       order by o.id limit 1000`,
      [v7({ msecs: Date.now() - DAY_MS }), LOST_AFTER],
    );
    await this.enqueue(rows, (event, name) => event.reaction === name);
    return rows.length;
  }

  private wake(): void {
    if (this.draining !== undefined) {
      this.again = true;
      return;
    }
    this.draining = this.drain()
      .catch(error => this.logger.error(error, 'The outbox could not be relayed'))
      .finally(() => {
        this.draining = undefined;
      });
  }

  private async drain(): Promise<void> {
    do {
      this.again = false;
      while (!this.stopped && (await this.relayBatch()) === BATCH) {
        // The next batch waits already.
      }
    } while (this.again && !this.stopped);
  }

  private async relayBatch(): Promise<number> {
    const client = await this.database.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<StoredEvent>({
        name: 'relay-outbox',
        text: `update kernel.outbox set published_at = clock_timestamp(), published_to = coalesce($2::jsonb -> type, '[]')
               where id in (select id from kernel.outbox where published_at is null order by id limit $1 for update skip locked)
               returning id, type, payload, occurred_at, traceparent`,
        values: [BATCH, this.reactions.namesByType()],
      });
      await this.enqueue(rows.sort((a, b) => (a.id < b.id ? -1 : 1)));
      await client.query('commit');
      return rows.length;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async enqueue<E extends StoredEvent>(
    events: E[],
    wanted: (event: E, name: string) => boolean = () => true,
  ): Promise<void> {
    for (const queue of this.reactions.queues()) {
      const jobs = events.flatMap(event =>
        this.reactions
          .to(event.type)
          .filter(reaction => reaction.queue === queue.name && wanted(event, reaction.name))
          // The id makes a second relay of the same event add nothing; it may hold no colon.
          .map(({ name }) => ({ name, data: jobOf(event), opts: { ...JOB, jobId: `${event.id}.${name}` } })),
      );
      if (jobs.length > 0) await queue.addBulk(jobs);
    }
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.environment.DATABASE_URL });
    client.on('notification', () => this.wake());
    client.on('error', () => this.listenAgain());
    client.on('end', () => this.listenAgain());
    try {
      await client.connect();
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      this.listener = client;
    } catch {
      this.listenAgain();
    }
  }

  private listenAgain(): void {
    if (this.stopped) return;
    clearTimeout(this.reconnect);
    this.reconnect = setTimeout(() => void this.listen(), RECONNECT_MS);
  }
}

function jobOf(event: StoredEvent): ReactionJob {
  return {
    eventId: event.id,
    payload: event.payload,
    occurredAt: event.occurred_at.toISOString(),
    traceparent: event.traceparent,
  };
}
