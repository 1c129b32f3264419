import { Azora, type AzoraOptions } from '../../../test/support/azora.ts';
import { Clock } from '../../kernel/domain/clock.ts';

/** Time that passes only when a test says so, however slow the machine is. */
export class StillClock extends Clock {
  private instant = Date.now();

  override now(): Date {
    return new Date(this.instant);
  }

  advance({ seconds = 0, minutes = 0 }: { seconds?: number; minutes?: number }): void {
    this.instant += (minutes * 60 + seconds) * 1_000;
  }
}

/** The whole product under such a clock, for what depends on seconds. */
export function startStill(clock: StillClock, environment: AzoraOptions['environment'] = {}): Promise<Azora> {
  return Azora.start({ environment, override: builder => builder.overrideProvider(Clock).useValue(clock) });
}
