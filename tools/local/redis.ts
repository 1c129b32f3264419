import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Redis as Client } from 'ioredis';
import { findRedisServer } from './find-redis-server.ts';
import { freePort } from './free-port.ts';
import { type Launch, launchInto, type RunningProgram } from './launch.ts';
import { stopFormerServer } from './stop-former-server.ts';

export interface RedisOptions {
  /** Holds the data and the log; kept from one start to the next. */
  dataDir: string;
  port?: number;
  /** Server settings by name, e.g. `{ appendonly: 'no' }`. */
  settings?: Record<string, string | number>;
  /** Where a Redis that had to be fetched is kept. */
  downloads?: string;
  launch?: Launch;
}

export interface Redis {
  url: string;
  program: RunningProgram;
  stop(): Promise<void>;
}

/** Starts the machine's own Redis or Valkey, or a fetched one, on the loopback interface only. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  const { settings = {}, port = await freePort(), downloads = '.azora' } = options;
  const dataDir = resolve(options.dataDir);
  const launch = options.launch ?? launchInto(join(dataDir, 'redis.log'));
  const pidFile = join(dataDir, 'redis.pid');
  await mkdir(dataDir, { recursive: true });
  const server = await findRedisServer(downloads, launch);
  await stopFormerServer(pidFile, dataDir, { stopSignal: 'SIGTERM', hardSignal: 'SIGKILL' });

  const url = `redis://127.0.0.1:${port}`;
  const program = launch({
    ...server,
    args: flags({ ...defaults(port), dir: dataDir, pidfile: pidFile, ...settings }),
  });
  await program.becomesReady(() => answers(url));
  return { url, program, stop: () => program.stop() };
}

function defaults(port: number): Record<string, string | number> {
  return {
    bind: '127.0.0.1',
    port,
    appendonly: 'yes',
    save: '',
    // Queues live here: a full memory must refuse new jobs, not forget old ones.
    'maxmemory-policy': 'noeviction',
    // Keeps the command line as it is, so that a later start recognizes the server by its data folder.
    'set-proc-title': 'no',
  };
}

function flags(settings: Record<string, string | number>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client(url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  await client.connect();
  return (await client.quit()) === 'OK';
}
