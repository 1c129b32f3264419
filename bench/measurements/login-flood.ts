import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Figures } from '../figures.ts';
import { hammer } from '../hammer.ts';
import type { Flood } from '../login-flood-thread.ts';
import type { Measurement } from '../measurement.ts';
import type { Stage } from '../stage.ts';

/** Far below what the list can do, so that its latency tells of others and not of itself. */
const READS_A_SECOND = 200;
const LOGINS_A_SECOND = 500;
/** Of its latency in quiet: from here on the run has failed. */
const TOLERABLE = 2;
const FLOOD = new URL('../login-flood-thread.ts', import.meta.url);

/** Whether the list keeps its latency while 500 wrong logins a second come in, each from an address and for an account of its own. */
export const loginFlood: Measurement = async ({ stage, seconds, note }) => {
  await read(stage, 2);
  const quiet = await read(stage, seconds);
  const before = stage.processorTimes();
  const [flooded, answers] = await Promise.all([read(stage, seconds), flood(stage, seconds)]);
  note(`Wrong logins were answered: ${answers}. ${processorOf(before, stage.processorTimes(), seconds)}`);
  const ratio = flooded.p97 / quiet.p97;
  note(`List under ${LOGINS_A_SECOND} wrong logins a second: p97.5 is ${ratio.toFixed(2)} of quiet.`);
  if (ratio >= TOLERABLE) {
    note(`That is too much: it has to stay below ${TOLERABLE}.`);
    process.exitCode = 1;
  }
  return [{ what: 'list under login flood', unit: '/s', product: flooded, limit: quiet, against: 'itself, in quiet' }];
};

function read({ product }: Stage, seconds: number): Promise<Figures> {
  const requests = [{ path: '/api/courses/list?limit=20' }];
  return hammer({ origin: product, connections: 20, requests, seconds, rate: READS_A_SECOND });
}

async function flood({ product }: Stage, seconds: number): Promise<string> {
  const workerData: Flood = { origin: product, perSecond: LOGINS_A_SECOND, seconds };
  const [answers] = await once(new Worker(FLOOD, { workerData }), 'message');
  return Object.entries(answers as Record<string, number>)
    .map(([answer, count]) => `${count} × ${answer}`)
    .join(', ');
}

function processorOf(before: Record<string, number>, after: Record<string, number>, seconds: number): string {
  const shares = Object.entries(after)
    .map(([name, time]) => ({ name, share: (time - (before[name] ?? 0)) / seconds / 10 }))
    .filter(({ share }) => share >= 1);
  return `Of one processor: ${shares.map(({ name, share }) => `${name} ${share.toFixed(0)} %`).join(', ')}.`;
}
