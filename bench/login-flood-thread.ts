import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

export interface Flood {
  origin: string;
  perSecond: number;
  seconds: number;
}

/** Sends wrong logins at an even pace, whether or not earlier ones were answered, and reports how many got which status. */
const { origin, perSecond, seconds } = workerData as Flood;
const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });
const answers: Record<string, number> = {};
const pending = new Set<Promise<void>>();

const start = performance.now();
for (let sent = 0; sent < perSecond * seconds; ) {
  const due = ((performance.now() - start) * perSecond) / 1_000;
  for (; sent < due; sent++) pending.add(tryToGuess(sent));
  await pause(2);
}
await Promise.all(pending);
parentPort?.postMessage(answers);

function tryToGuess(index: number): Promise<void> {
  const body = JSON.stringify({ email: `guessed-${index}@azora.test`, password: 'wrong password' });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  };
  return new Promise(resolve => {
    const settle = (answer: string) => {
      answers[answer] = (answers[answer] ?? 0) + 1;
      resolve();
    };
    request(`${origin}/api/auth/login`, { method: 'POST', agent, headers }, response => {
      response.resume().on('end', () => settle(String(response.statusCode)));
    })
      .on('error', error => settle(error.message))
      .end(body);
  });
}
