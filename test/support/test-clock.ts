import { Clock } from '../../src/kernel/domain/clock.ts';

/** Real time, moved. */
export class TestClock extends Clock {
  private offset = 0;
  private stoppedAt?: number;

  override now(): Date {
    return new Date((this.stoppedAt ?? Date.now()) + this.offset);
  }

  advance({ minutes = 0, hours = 0, days = 0 }: { minutes?: number; hours?: number; days?: number }): void {
    this.offset += ((days * 24 + hours) * 60 + minutes) * 60_000;
  }

  /** For what must not depend on how long a test takes. */
  stop(): void {
    this.stoppedAt = Date.now();
  }
}
