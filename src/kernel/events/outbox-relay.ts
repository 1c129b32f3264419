import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import type { JobOptions } from 'bull';
import pg from 'pg';
import { v7 } from 'uuid';
import { Environment } from '../../config/environment.ts';
import { DAY_MS } from '../domain/clock.ts';
import { Database } from '../persistence/database.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';
import { Reactions } from './reactions.ts';

const BATCH = 200;
const POLL_MS = 1_000;
const RECONNECT_MS = 1_000;
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

interface UnhandledEvent extends StoredEvent {
  reactions: string[];
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

  /**
   * Adds again the jobs that Redis lost: of reactions that an event of the last day was published to a while ago, that never
   * ran and have no job. One that failed for good keeps its job and waits for a person.
   * @returns how many were added
   */
  async recoverLost(): Promise<number> {
    let recovered = 0;
    let after = v7({ msecs: Date.now() - DAY_MS });
    for (;;) {
      const unhandled = await this.unhandledSince(after);
      const last = unhandled.at(-1);
      if (!last) return recovered;
      after = last.id;
      const added = await Promise.all(unhandled.map(event => this.enqueueAgain(event)));
      recovered += added.filter(isNew => isNew).length;
    }
  }

  private async unhandledSince(eventId: string): Promise<UnhandledEvent[]> {
    const { rows } = await this.database.pool.query<UnhandledEvent>(
      `select o.id, o.type, o.payload, o.occurred_at, o.traceparent, array_agg(r.name) as reactions
       from kernel.outbox o, jsonb_array_elements_text(o.published_to) as r (name)
       where o.id > $1 and o.published_at < now() - $2::interval
         and not exists (select 1 from kernel.inbox i where i.event_id = o.id and i.reaction = r.name)
       group by o.id order by o.id limit 1000`,
      [eventId, LOST_AFTER],
    );
    return rows;
  }

  private async enqueueAgain(event: UnhandledEvent): Promise<boolean> {
    const lost: string[] = [];
    for (const { name, queue } of this.reactions.to(event.type)) {
      const isLost =
        event.reactions.includes(name) && !(await this.reactions.queue(queue).getJob(jobIdOf(event, name)));
      if (isLost) lost.push(name);
    }
    if (lost.length > 0) await this.enqueue([event], name => lost.includes(name));
    return lost.length > 0;
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

  private async enqueue(events: StoredEvent[], wanted: (reaction: string) => boolean = () => true): Promise<void> {
    for (const queue of this.reactions.queues()) {
      const jobs = events.flatMap(event =>
        this.reactions
          .to(event.type)
          .filter(reaction => reaction.queue === queue.name && wanted(reaction.name))
          .map(({ name }) => ({ name, data: jobOf(event), opts: { ...JOB, jobId: jobIdOf(event, name) } })),
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

/** The same each time, so that relaying an event twice adds nothing. It may hold no colon. */
function jobIdOf({ id }: StoredEvent, reaction: string): string {
  return `${id}.${reaction}`;
}

function jobOf(event: StoredEvent): ReactionJob {
  return {
    eventId: event.id,
    payload: event.payload,
    occurredAt: event.occurred_at.toISOString(),
    traceparent: event.traceparent,
  };
}
