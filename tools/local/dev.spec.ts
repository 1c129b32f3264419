import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersOk } from './answers-ok.ts';
import { freePort } from './free-port.ts';
import { removePostgres } from './postgres.ts';
import { ProcessRecord } from './process-record.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { waitUntil } from './wait-until.ts';

const DEV = fileURLToPath(new URL('./dev.ts', import.meta.url));

const APPLICATION = {
  'migrate.js': '',
  'seed.js': '',
  'worker.js': `require('node:http').createServer((_, answer) => answer.end()).listen(process.env.METRICS_PORT, process.env.HOST)`,
  'main.js': `
    if (process.env.BROKEN) throw new Error('broken on purpose');
    const server = require('node:http').createServer((_, answer) => answer.end(JSON.stringify(process.env)));
    server.listen(process.env.PORT, process.env.HOST);`,
};

describe('bin/dev', () => {
  let project: string;
  let url: string;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    project = await temporaryFolder();
    await mkdir(join(project, 'dist', 'src'), { recursive: true });
    for (const [name, source] of Object.entries(APPLICATION))
      await writeFile(join(project, 'dist', 'src', name), source);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    environment = {
      ...process.env,
      PORT: String(port),
      REDIS_URL: 'redis://elsewhere.test',
      STRIPE_API_BASE: 'http://stripe.test',
      OPENID_PROVIDERS: '{}',
      ENCRYPTION_SECRET: '',
    };
  });

  afterAll(async () => {
    await removePostgres(join(project, '.azora', 'dev', 'postgres'));
    await rm(project, { recursive: true });
  });

  async function run(more: NodeJS.ProcessEnv = {}, ...args: string[]) {
    const dev = spawn(process.execPath, [DEV, ...args], { cwd: project, env: { ...environment, ...more } });
    let printed = '';
    for (const stream of [dev.stdout, dev.stderr]) stream.on('data', chunk => (printed += chunk));
    const exit = once(dev, 'close');
    await waitUntil(() => printed.includes('Ctrl-C stops everything') || dev.exitCode !== null, 30_000);
    return { dev, exit, printed: () => printed };
  }

  async function end({ dev, exit }: { dev: ChildProcess; exit: Promise<unknown[]> }, signal: NodeJS.Signals) {
    dev.kill(signal);
    return (await exit)[0];
  }

  const children = () => new ProcessRecord(join(project, '.azora', 'run')).leftovers();
  const settings = async () => (await (await fetch(url)).json()) as NodeJS.ProcessEnv;

  it('starts everything, says where it is, and leaves no process after Ctrl-C', async () => {
    const running = await run();
    expect(running.printed()).toContain(`curl -s ${url}/api/courses/list`);
    expect(children().map(({ name }) => name)).toEqual(['postgres', 'mailbox', 'worker', 'api']);
    expect(await end(running, 'SIGINT')).toBe(0);
    expect(children()).toEqual([]);
    await expect(answersOk(url)).rejects.toThrow();
  }, 30_000);

  it('takes from the environment what it names, and chooses the rest once', async () => {
    const first = await run({ RATE_LIMIT_AUTH_PER_MINUTE: '7' });
    const { DATABASE_URL, REDIS_URL, ENCRYPTION_SECRET, WORKERS } = await settings();
    expect({ REDIS_URL, WORKERS }).toEqual({ REDIS_URL: 'redis://elsewhere.test', WORKERS: 'off' });
    expect(ENCRYPTION_SECRET).not.toBe('');
    expect(await settings()).toMatchObject({
      RATE_LIMIT_PER_MINUTE: '1000',
      RATE_LIMIT_USER_PER_MINUTE: '1000',
      RATE_LIMIT_AUTH_PER_MINUTE: '7',
      RATE_LIMIT_MONEY_PER_MINUTE: '1000',
      PAYOUT_HOLD_DAYS: '0',
    });
    await end(first, 'SIGTERM');
    const second = await run();
    expect(await settings()).toMatchObject({ DATABASE_URL, ENCRYPTION_SECRET });
    await end(second, 'SIGHUP');
  }, 30_000);

  it('signs people in through a Google and a GitHub of its own, unless it is given others', async () => {
    const running = await run({ OPENID_PROVIDERS: '' });
    expect(children().map(({ name }) => name)).toEqual(['postgres', 'mailbox', 'identity-providers', 'worker', 'api']);
    expect(running.printed()).toContain(`${url}/api/auth/oauth/google/start`);
    const { google, github } = JSON.parse((await settings()).OPENID_PROVIDERS ?? '');
    expect(await answersOk(`${google.issuer}/.well-known/openid-configuration`)).toBe(true);
    expect(await end(running, 'SIGINT')).toBe(0);
    expect(children()).toEqual([]);
    for (const { issuer } of [google, github]) await expect(fetch(issuer)).rejects.toThrow();

    const other = await run();
    expect(other.printed()).toContain('yours (OPENID_PROVIDERS)');
    expect((await settings()).OPENID_PROVIDERS).toBe('{}');
    await end(other, 'SIGINT');
  }, 30_000);

  it('runs once at a time', async () => {
    const first = await run();
    const second = await run();
    expect(second.printed()).toContain(`already running here (process ${first.dev.pid})`);
    expect((await second.exit)[0]).toBe(1);
    expect(await answersOk(url)).toBe(true);
    await end(first, 'SIGINT');
  }, 30_000);

  it('ends what a killed run left behind, and starts anew', async () => {
    await end(await run(), 'SIGKILL');
    const left = children().map(({ pid }) => pid);
    expect(left).toHaveLength(4);
    const running = await run();
    expect(running.printed()).toContain('Stopping what an earlier run left behind: postgres, mailbox, worker, api');
    expect(children().filter(({ pid }) => left.includes(pid))).toEqual([]);
    await end(running, 'SIGINT');
  }, 30_000);

  it('says why it cannot start, and stops what it had started', async () => {
    const failed = await run({ BROKEN: 'yes' });
    expect((await failed.exit)[0]).toBe(1);
    expect(failed.printed()).toMatch(/api failed: .*broken on purpose/s);
    expect(children()).toEqual([]);
  }, 30_000);

  it('forgets everything when asked to', async () => {
    const secrets = () => readFile(join(project, '.azora', 'dev', 'remembered.json'), 'utf8');
    const before = await secrets();
    await end(await run({}, '--reset'), 'SIGINT');
    expect(JSON.parse(await secrets()).encryption).not.toBe(JSON.parse(before).encryption);
  }, 30_000);
});
