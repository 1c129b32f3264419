import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { CountOpenDisputes } from '../queries/count-open-disputes.ts';
import { ExamineBooks } from '../queries/examine-books.ts';
import { DIFFERENCES, OPEN_DISPUTES, UNCLEARED, WAITING_EVENTS } from './books-gauges.ts';

/** Says, by metrics, what of the books a person should look at; but for open disputes, an alert pages on what is not zero. */
@Injectable()
export class WatchBooks {
  private readonly logger = new Logger(WatchBooks.name);

  constructor(
    private readonly queries: QueryBus,
    @InjectMetric(UNCLEARED) private readonly uncleared: Gauge,
    @InjectMetric(DIFFERENCES) private readonly differences: Gauge,
    @InjectMetric(WAITING_EVENTS) private readonly waitingEvents: Gauge,
    @InjectMetric(OPEN_DISPUTES) private readonly openDisputes: Gauge,
  ) {}

  async watch(): Promise<void> {
    const { uncleared, differences, waitingEvents } = await this.queries.execute(new ExamineBooks());
    this.uncleared.set(uncleared.length);
    this.differences.set(differences);
    this.waitingEvents.set(waitingEvents);
    if (uncleared.length > 0)
      this.logger.error({ uncleared: uncleared.slice(0, 10) }, 'Clearing accounts do not return to zero');
    this.openDisputes.reset();
    for (const [state, count] of await this.queries.execute(new CountOpenDisputes()))
      this.openDisputes.set({ state }, count);
  }
}
