import { identityOf } from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

const PATIENCE = 15_000;

export interface KnownProcess {
  pid: number;
  identity: string | undefined;
  stopSignal: NodeJS.Signals;
  hardSignal: NodeJS.Signals;
}

/** Ends a process that is not our child, and only the one we know: its number may belong to another by now. */
export async function stopProcess({ pid, identity, stopSignal, hardSignal }: KnownProcess): Promise<void> {
  const isGone = () => identity === undefined || identityOf(pid) !== identity;
  for (const signal of [stopSignal, hardSignal]) {
    if (isGone()) return;
    process.kill(pid, signal);
    if (await waitUntil(isGone, PATIENCE)) return;
  }
  throw new Error(`process ${pid} does not end`);
}
