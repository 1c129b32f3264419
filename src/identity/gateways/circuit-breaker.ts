import type { Clock } from '../../kernel/domain/clock.ts';

const TOLERATED_FAILURES = 3;
const PAUSE_MS = 10_000;

/** After three failures in a row one attempt in ten seconds is enough to find out whether things are well again. */
export class CircuitBreaker {
  private failures = 0;
  private pausedUntil = 0;

  constructor(private readonly clock: Clock) {}

  /** Whether to try now. A trial begins the next pause, so that nobody else waits for how it ends. */
  admits(): boolean {
    if (this.clock.now().getTime() < this.pausedUntil) return false;
    this.pauseIfBroken();
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.pausedUntil = 0;
  }

  failed(): void {
    this.failures += 1;
    this.pauseIfBroken();
  }

  private pauseIfBroken(): void {
    if (this.failures >= TOLERATED_FAILURES) this.pausedUntil = this.clock.now().getTime() + PAUSE_MS;
  }
}
