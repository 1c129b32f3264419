import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { BeginRound } from '../commands/begin-round.ts';
import { EndRound } from '../commands/end-round.ts';
import { StoreProviderEvent } from '../commands/store-provider-event.ts';
import { AlreadyReceived } from '../domain/provider-event.errors.ts';
import { EventFeed, type VerifiedEvent } from '../domain/provider-event.ts';
import { ListMissedEvents } from '../queries/list-missed-events.ts';
import { ListWaitingEvents } from '../queries/list-waiting-events.ts';
import { HandleProviderEvent } from './handle-provider-event.ts';

const HOUR_MS = 3_600_000;
const FIRST_BACK_MS = 24 * HOUR_MS;
/** The provider's clock is not ours, and what it lists may come a little late. */
const OVERLAP_MS = HOUR_MS;
/** What is younger may still be on its way. */
const ON_ITS_WAY_MS = 5 * 60_000;

/** Makes up for webhooks: what never arrived is fetched, and what arrived but was never handled is handed on again. */
@Injectable()
export class SweepProviderEvents {
  private readonly logger = new Logger(SweepProviderEvents.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly feed: EventFeed,
    private readonly handling: HandleProviderEvent,
    private readonly clock: Clock,
  ) {}

  /** Sweeps once an hour, however often and by however many it is called. A sweep that breaks off is begun again. */
  async sweep(): Promise<void> {
    const round = await this.commands.execute(new BeginRound('sweep-provider-events', FIRST_BACK_MS));
    if (!round) return;
    const now = this.clock.now().getTime();
    const until = new Date(now - ON_ITS_WAY_MS);
    await this.fetchMissed(new Date(round.reached.getTime() - OVERLAP_MS), until);
    await this.handOn(new Date(now - HOUR_MS));
    await this.commands.execute(new EndRound(round, until, new Date(now + HOUR_MS)));
  }

  private async fetchMissed(from: Date, until: Date): Promise<void> {
    let missed = 0;
    for await (const events of this.feed.between(from, until)) {
      const ids = events.map(({ eventId }) => eventId);
      const unknown = await this.queries.execute(new ListMissedEvents(this.feed.provider, ids));
      for (const event of events.filter(({ eventId }) => unknown.has(eventId))) await this.store(event);
      missed += unknown.size;
    }
    if (missed > 0) this.logger.warn({ missed, from, until }, 'Webhooks had not arrived and were fetched');
  }

  private async store(event: VerifiedEvent): Promise<void> {
    await this.commands.execute(new StoreProviderEvent(this.feed.provider, event)).catch(error => {
      if (!(error instanceof AlreadyReceived)) throw error;
    });
  }

  /** One that fails again does not keep the others from their turn. */
  private async handOn(receivedBefore: Date): Promise<void> {
    for (const providerEventId of await this.queries.execute(new ListWaitingEvents(receivedBefore))) {
      await this.handling
        .handle(providerEventId)
        .catch(error => this.logger.error({ providerEventId, error }, 'A provider event could not be handled'));
    }
  }
}
