import { setTimeout as pause } from 'node:timers/promises';
import { Surprise } from './surprise.ts';

/** A job whose worker was killed waits until its lock has run out. */
const PATIENCE_MS = 90_000;
const LONGEST_PAUSE_MS = 2_000;

/** Asks, less and less often, until the answer is the expected one. */
export async function eventually<T>(
  expected: string,
  ask: () => Promise<T>,
  isExpected: (answer: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let wait = 100; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    if (isExpected(answer)) return answer;
    if (Date.now() + wait > deadline) throw new Surprise(expected, answer);
    await pause(wait);
  }
}
