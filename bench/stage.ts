import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { answersOk } from '../tools/local/answers-ok.ts';
import { applicationProcesses, applicationProgram, startApplicationProcess } from '../tools/local/application.ts';
import { freePort } from '../tools/local/free-port.ts';
import { type Launch, launchInto, type Program, type RunningProgram } from '../tools/local/launch.ts';
import { removePostgres, startPostgres } from '../tools/local/postgres.ts';
import { startRedis } from '../tools/local/redis.ts';
import { startStripeSandbox } from '../tools/local/stripe-sandbox.ts';
import { processorTime } from './processor-time.ts';

const DATA = resolve('.azora/bench');
const POOL = 20;
/** Nobody is turned away for asking too often. */
const NO_LIMIT = '1000000000';
const PROFILER = new URL('profile-on-signal.ts', import.meta.url).href;

/** Everything a measurement can point its load at. */
export interface Stage {
  databaseUrl: string;
  pool: number;
  /** The product's API. */
  product: string;
  /** Bare Fastify. */
  limit: string;
  stripe: { secretKey: string; product: string; limit: string };
  /** What each process has used of the processors so far, in milliseconds. */
  processorTimes(): Record<string, number>;
}

/** The processes of a run, started one after the other and stopped the other way round. */
export class StageHands {
  readonly running = new Map<string, RunningProgram>();
  private readonly profiling: boolean;

  constructor({ profiling }: { profiling: boolean }) {
    this.profiling = profiling;
  }

  async setUp(): Promise<Stage> {
    await removePostgres(join(DATA, 'postgres'));
    await rm(DATA, { recursive: true, force: true });
    // PostgreSQL as it comes, which is durable: fsync, synchronous_commit and full_page_writes are on.
    const { url: databaseUrl } = await startPostgres({ dataDir: join(DATA, 'postgres'), launch: this.as('postgres') });
    const redis = await startRedis({ dataDir: join(DATA, 'redis'), launch: this.as('redis') });
    const smtpPort = await this.startScript('mail-sink', {}, accepts);
    const limitPort = await this.startScript('limit-server', {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: String(POOL),
    });

    const product = new URL(`http://127.0.0.1:${await freePort()}`);
    const limit = `http://127.0.0.1:${limitPort}`;
    const secretKey = 'sk_test_bench';
    const webhookSecret = 'whsec_bench';
    const sandbox = (name: string, webhookUrl: string) =>
      startStripeSandbox({ dataDir: join(DATA, name), secretKey, webhookSecret, webhookUrl, launch: this.as(name) });
    const stripe = await sandbox('stripe-sandbox', `${product.origin}/api/webhooks/stripe`);
    const idleStripe = await sandbox('stripe-sandbox-limit', `${limit}/webhook`);

    await this.startProduct(product, {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: String(POOL),
      REDIS_URL: redis.url,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      ENCRYPTION_SECRET: randomBytes(32).toString('hex'),
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: stripe.url,
      RATE_LIMIT_PER_MINUTE: NO_LIMIT,
      RATE_LIMIT_USER_PER_MINUTE: NO_LIMIT,
      RATE_LIMIT_AUTH_PER_MINUTE: NO_LIMIT,
      RATE_LIMIT_MONEY_PER_MINUTE: NO_LIMIT,
      CHARGES_PER_DAY: NO_LIMIT,
      // The bench stands for a proxy with many people behind it.
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'info',
    });
    return {
      databaseUrl,
      pool: POOL,
      product: product.origin,
      limit,
      stripe: { secretKey, product: stripe.url, limit: idleStripe.url },
      processorTimes: () => Object.fromEntries([...this.running].map(([name, { pid }]) => [name, processorTime(pid)])),
    };
  }

  /** @throws when a process that should be running has ended by itself, for then its measurements say nothing */
  assertAllRun(): void {
    for (const [name, program] of this.running) if (name !== 'migrate' && program.hasEnded) throw program.failure();
  }

  async tearDown(): Promise<void> {
    for (const program of [...this.running.values()].reverse()) await program.stop();
  }

  private async startProduct(api: URL, settings: Record<string, string>): Promise<void> {
    const env = { PATH: process.env.PATH, ...settings };
    await this.as('migrate')(applicationProgram('migrate.js', env)).succeeds();
    const worker = new URL(`http://127.0.0.1:${await freePort()}`);
    const own = { ...env, PORT: api.port, METRICS_PORT: String(await freePort()) };
    for (const part of applicationProcesses(own, { api, worker })) {
      const address = part.name === 'api' ? `http://127.0.0.1:${own.METRICS_PORT}` : part.address;
      await startApplicationProcess({ ...part, address }, program => this.as(part.name)(this.profiled(program)));
    }
  }

  private profiled(program: Program): Program {
    if (!this.profiling) return program;
    return { ...program, args: ['--import', PROFILER, ...(program.args ?? [])] };
  }

  /** @returns the port of a script in this folder, once it is ready */
  private async startScript(name: string, settings: Record<string, string>, ready = answersReady): Promise<number> {
    const port = await freePort();
    const script = new URL(`${name}.ts`, import.meta.url).pathname;
    const env = { PATH: process.env.PATH, ...settings, PORT: String(port) };
    const program = this.as(name)({ command: process.execPath, args: [script], env });
    await program.becomesReady(() => ready(port));
    return port;
  }

  private as(name: string): Launch {
    const launch = launchInto(join(DATA, 'logs', `${name}.log`), { detached: true });
    return program => {
      const running = launch(program);
      this.running.set(name, running);
      return running;
    };
  }
}

function answersReady(port: number): Promise<boolean> {
  return answersOk(`http://127.0.0.1:${port}/health/ready`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
