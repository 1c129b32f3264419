import { Injectable, Logger } from '@nestjs/common';
import { Every } from '../jobs/every.decorator.ts';
import { Database } from '../persistence/database.ts';
import { OutboxRelay } from './outbox-relay.ts';

const MINUTE = 60_000;

/** Scheduled work of the event flow: what Redis lost is brought back, what nobody will ask for again is dropped. */
@Injectable()
export class EventUpkeep {
  private readonly logger = new Logger(EventUpkeep.name);

  constructor(
    private readonly relay: OutboxRelay,
    private readonly database: Database,
  ) {}

  @Every(MINUTE)
  async recoverLost(): Promise<void> {
    const recovered = await this.relay.recoverLost();
    if (recovered > 0) this.logger.warn({ recovered }, 'Reactions had not run and were queued again');
  }

  /** Who is named in an event hears of it by its reactions; from then on nobody needs to know. */
  @Every(60 * MINUTE)
  async forgetPersonal(): Promise<void> {
    await this.database.pool.query(
      `delete from kernel.outbox o where personal and published_at is not null and not exists (
         select from jsonb_array_elements_text(published_to) as r (name)
         where not exists (select from kernel.inbox i where i.event_id = o.id and i.reaction = r.name))`,
    );
  }

  @Every(60 * MINUTE)
  async prune(): Promise<void> {
    await this.database.pool.query(`delete from kernel.outbox where published_at < now() - interval '90 days'`);
    await this.database.pool.query(`delete from kernel.inbox where handled_at < now() - interval '90 days'`);
    await this.database.pool.query(`delete from kernel.idempotency_keys where created_at < now() - interval '7 days'`);
  }
}
