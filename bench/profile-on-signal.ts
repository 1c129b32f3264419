import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { basename, resolve } from 'node:path';

/** Preloaded into the product: SIGWINCH starts a CPU profile, the next one writes it. Nest takes SIGUSR2 for an order to shut down. */

const program = basename(process.argv[1] ?? 'node', '.js');
let session: Session | undefined;

process.on('SIGWINCH', () => void (session ? finish(session) : begin()));

async function begin(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
}

async function finish(running: Session): Promise<void> {
  session = undefined;
  const { profile } = await running.post('Profiler.stop');
  writeFileSync(resolve(`.azora/bench/${program}-${Date.now()}.cpuprofile`), JSON.stringify(profile));
  running.disconnect();
}
