import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { applicationProcesses, applicationProgram, startApplicationProcess } from './application.ts';
import { database, identityProviders, mailbox, queues, stripe } from './embedded-services.ts';
import { isPortFree } from './free-port.ts';
import type { Launch, Program } from './launch.ts';
import { removePostgres } from './postgres.ts';
import { ProcessRecord, stopLeftovers } from './process-record.ts';
import { Remembered } from './remembered.ts';
import { type Started, Supervisor } from './supervisor.ts';

const DATA = resolve('.azora/dev');
const LOGS = join(DATA, 'logs');

// An empty variable counts as one that is not set.
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));

const record = new ProcessRecord(resolve('.azora/run'));
const supervisor = new Supervisor({ record, logs: LOGS, say });

await run().catch(error => {
  console.error(`\nbin/dev: ${error.message}`);
  process.exitCode = 1;
});
process.exit();

async function run(): Promise<void> {
  record.claim();
  stopOnSignals();
  try {
    await clearUp();
    await Promise.race([startAzora(), supervisor.untilOver()]);
    await supervisor.untilOver();
  } finally {
    await supervisor.stop();
    record.release();
    say('Stopped.');
  }
}

function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (supervisor.isStopping) return supervisor.kill();
      say('\nStopping ... (once more to stop hard)');
      void supervisor.stop();
    });
  }
  // When the terminal is gone there is nobody to print to, but still everything to stop.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}

async function clearUp(): Promise<void> {
  const leftovers = record.leftovers();
  if (leftovers.length > 0)
    say(`Stopping what an earlier run left behind: ${leftovers.map(({ name }) => name).join(', ')}`);
  await stopLeftovers(leftovers);

  if (process.argv.includes('--reset')) {
    await removePostgres(join(DATA, 'postgres'));
    await rm(DATA, { recursive: true, force: true });
    say('Forgot the data of earlier runs.');
  }
  await mkdir(DATA, { recursive: true });
  await rm(`${LOGS}.previous`, { recursive: true, force: true });
  await rename(LOGS, `${LOGS}.previous`).catch(() => {});
}

async function startAzora(): Promise<void> {
  const remembered = new Remembered(join(DATA, 'remembered.json'));
  const api = await apiAddress();
  const worker = new URL(api);
  worker.port = String(await remembered.port('worker-metrics'));

  const surroundings = { given, remembered, data: DATA, keep };
  const services = [
    await database(surroundings),
    await queues(surroundings),
    await mailbox(surroundings),
    await stripe(`${api.origin}/api/webhooks/stripe`, surroundings),
    await identityProviders(given.PUBLIC_URL ?? api.origin, surroundings),
  ];
  const settings: Record<string, string | undefined> = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: api.port,
    PUBLIC_URL: api.origin,
    METRICS_PORT: String(await remembered.port('api-metrics')),
    ENCRYPTION_SECRET: remembered.secret('encryption'),
    FILE_STORAGE_PATH: join(DATA, 'files'),
    // One address does here what many do elsewhere: a person trying things, the demonstration and Swagger.
    RATE_LIMIT_PER_MINUTE: '1000',
    RATE_LIMIT_USER_PER_MINUTE: '1000',
    RATE_LIMIT_AUTH_PER_MINUTE: '1000',
    RATE_LIMIT_MONEY_PER_MINUTE: '1000',
    // What is sold here can be paid out at once.
    PAYOUT_HOLD_DAYS: '0',
    ...Object.assign({}, ...services.map(service => service.settings)),
    ...given,
  };

  await complete('migrate', applicationProgram('migrate.js', settings));
  await complete('seed', applicationProgram('seed.js', settings));
  for (const process of applicationProcesses(settings, { api, worker })) {
    await keep(process.name, launch => startApplicationProcess(process, launch));
  }
  const metrics = `${api.protocol}//${api.hostname}:${settings.METRICS_PORT}/metrics`;
  say(welcome(api, { Metrics: metrics, ...Object.assign({}, ...services.map(service => service.links)) }));
}

async function apiAddress(): Promise<URL> {
  const { HOST = '127.0.0.1', PORT = '3000' } = given;
  if (!(await isPortFree(Number(PORT), HOST))) {
    throw new Error(`port ${PORT} is in use. Free it, or choose another: PORT=${Number(PORT) + 1} bin/dev`);
  }
  // "Listen everywhere" is not an address to be reached at.
  const host = ['0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST;
  return new URL(`http://${host}:${PORT}`);
}

function keep<T extends Started>(name: string, start: (launch: Launch) => Promise<T>): Promise<T> {
  return step(name, supervisor.keep(name, start));
}

function complete(name: string, program: Program): Promise<void> {
  return step(name, supervisor.complete(name, program));
}

async function step<T>(name: string, work: Promise<T>): Promise<T> {
  const startedAt = Date.now();
  try {
    const result = await work;
    say(`  ${name.padEnd(20)}${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  } catch (cause) {
    throw new Error(`${name} failed: ${(cause as Error).message}`, { cause });
  }
}

function welcome(api: URL, links: Record<string, string>): string {
  const addresses = { API: api.origin, Documentation: `${api.origin}/docs`, ...links, Logs: LOGS };
  return `
Azora is running.

${Object.entries(addresses)
  .map(([label, address]) => `  ${label.padEnd(16)}${address}`)
  .join('\n')}

  Sign in as      admin@, instructor@, learner@ or support@azora.test, password azora-local-only
  Try             curl -s ${api.origin}/api/courses/list

Ctrl-C stops everything.`;
}

function say(line: string): void {
  console.log(line);
}
