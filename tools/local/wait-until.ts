import { setTimeout as pause } from 'node:timers/promises';

const PAUSE = 25;

/** Asks until the condition holds, and says whether it did within `patience` milliseconds. An error counts as "not yet". */
export async function waitUntil(condition: () => boolean | Promise<boolean>, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      if (await condition()) return true;
    } catch {
      // Not yet.
    }
    if (Date.now() >= deadline) return false;
    await pause(PAUSE);
  }
}
