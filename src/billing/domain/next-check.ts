const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const DELAYS = [MINUTE, 5 * MINUTE, 60 * MINUTE, DAY, DAY, DAY, DAY, DAY];

export const LAST_CHECK = DELAYS.length - 1;

/** When the provider is asked again what it has not said: less and less often, then never by itself. */
export function nextCheck(checks: number, now: Date): Date | null {
  const delay = DELAYS[checks];
  return delay === undefined ? null : new Date(now.getTime() + delay);
}
