import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { SweepProviderEvents } from '../processes/sweep-provider-events.ts';

@Injectable()
export class SweepProviderEventsEveryHour {
  constructor(private readonly sweeping: SweepProviderEvents) {}

  /** The hour is kept in the database, so that a restart does not put it off. */
  @Every(60_000)
  run(): Promise<void> {
    return this.sweeping.sweep();
  }
}
