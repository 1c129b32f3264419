import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface Arrivals {
  origin: string;
  connections: number;
  perSecond: number;
  seconds: number;
  /** The path of each request by its number. */
  pathOf(request: number): string;
}

/**
 * Sends requests at an even pace, whether or not earlier ones were answered: how long people wait who don't wait for each
 * other, in milliseconds and fractions of them.
 */
export async function arrivals({ origin, connections, perSecond, seconds, pathOf }: Arrivals): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    await pause(Math.max(0, start + (sent * 1000) / perSecond - performance.now()));
    // From here, and not from when it was due: a timer's lateness is nobody's wait.
    const asked = performance.now();
    pending.push(answered(origin + pathOf(sent), agent).then(() => void latencies.push(performance.now() - asked)));
  }
  await Promise.all(pending);
  agent.destroy();
  return latencies;
}

function answered(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, response => {
      response.resume().on('end', resolve);
      if (response.statusCode !== 200) reject(new Error(`${url} was answered with ${response.statusCode}`));
    }).on('error', reject);
  });
}
