import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SweepProviderEvents } from '../processes/sweep-provider-events.ts';

@Injectable()
export class SweepProviderEventsEveryHour {
  constructor(private readonly sweeping: SweepProviderEvents) {}

  /** The hour is kept in the database, so that a restart does not put it off. */
  @Interval(60_000)
  run(): Promise<void> {
    return this.sweeping.sweep();
  }
}
