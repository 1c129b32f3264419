import { Clock } from '../../src/kernel/domain/clock.ts';

/** Real time, moved. */
export class TestClock extends Clock {
  private offset = 0;

  override now(): Date {
    return new Date(Date.now() + this.offset);
  }

  advance({ minutes = 0, hours = 0, days = 0 }: { minutes?: number; hours?: number; days?: number }): void {
    this.offset += ((days * 24 + hours) * 60 + minutes) * 60_000;
  }
}
