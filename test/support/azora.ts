import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { AppModule } from '../../src/app.module.ts';
import { type Environment, readEnvironment } from '../../src/config/environment.ts';
import { APP_OPTIONS, configureHttpApp } from '../../src/http-app.ts';
import { Clock } from '../../src/kernel/domain/clock.ts';
import { httpAdapter } from '../../src/kernel/http/http-server.ts';
import { type StripeSandbox, startStripeSandbox } from '../../tools/stripe-sandbox/sandbox.ts';
import { Client } from './client.ts';
import { TestClock } from './test-clock.ts';
import { createTestDatabase, required, type TestDatabase } from './test-database.ts';

const STRIPE_KEY = 'sk_test_sandbox';
const WEBHOOK_SECRET = 'whsec_test';
/** Nobody is turned away for asking too often. */
const NO_LIMIT = '1000000';

export interface AzoraOptions {
  environment?: Partial<Record<keyof Environment, string>>;
  /** Replaces providers. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Decides which of Stripe's faults that have a probability strike. */
  chance?: () => number;
}

/** The whole product on real parts, on a database of its own. Stop it in `afterAll`. */
export class Azora {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly stripe: StripeSandbox,
    readonly clock: TestClock,
    readonly environment: Environment,
    private readonly database: TestDatabase,
  ) {}

  static async start({
    environment: overrides = {},
    override = builder => builder,
    chance,
  }: AzoraOptions = {}): Promise<Azora> {
    const database = await createTestDatabase();
    await emptyRedis();
    const clock = new TestClock();
    const stripe = await startStripeSandbox({
      secretKey: STRIPE_KEY,
      now: () => clock.now(),
      webhookPace: { baseDelayMs: 20 },
      ...(chance && { random: chance }),
    });
    const environment = testEnvironment({ DATABASE_URL: database.url, STRIPE_API_BASE: stripe.url, ...overrides });
    const app = await startApp(environment, builder => override(builder.overrideProvider(Clock).useValue(clock)));
    const url = await app.getUrl();
    stripe.setWebhook({ url: `${url}/api/webhooks/stripe`, secret: WEBHOOK_SECRET });
    return new Azora(app, url, stripe, clock, environment, database);
  }

  /** Speaks to the API over the network. */
  get api(): Client {
    return new Client(this.url);
  }

  async stop(): Promise<void> {
    await this.stripe.close();
    await this.app.close();
    await this.database.drop();
  }
}

/** Test files take turns on the Redis database of their worker. */
async function emptyRedis(): Promise<void> {
  const redis = new Redis(redisOfThisWorker());
  await redis.flushdb();
  await redis.quit();
}

function redisOfThisWorker(): string {
  return `${required('AZORA_TEST_REDIS')}/${process.env.JEST_WORKER_ID}`;
}

/** Another process's worth of the product, on the database of the first. */
export async function startApp(
  environment: Environment,
  override: (builder: TestingModuleBuilder) => TestingModuleBuilder = builder => builder,
): Promise<NestFastifyApplication> {
  const workers = environment.WORKERS === 'on';
  const module = await override(
    Test.createTestingModule({ imports: [AppModule.for(environment, { workers })] }),
  ).compile();
  const adapter = httpAdapter(environment);
  const app = await configureHttpApp(
    module.createNestApplication<NestFastifyApplication>(adapter, APP_OPTIONS),
    adapter,
  );
  await app.listen(0, '127.0.0.1');
  return app;
}

export function testEnvironment(overrides: Partial<Record<keyof Environment, string>>): Environment {
  return readEnvironment({
    NODE_ENV: 'test',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_POOL: '10',
    REDIS_URL: redisOfThisWorker(),
    SMTP_URL: required('AZORA_TEST_SMTP'),
    ENCRYPTION_SECRET: 'a-secret-of-the-tests-at-least-32-long',
    STRIPE_SECRET_KEY: STRIPE_KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    FILE_STORAGE_PATH: '.azora/test-files',
    RATE_LIMIT_PER_MINUTE: NO_LIMIT,
    RATE_LIMIT_USER_PER_MINUTE: NO_LIMIT,
    RATE_LIMIT_AUTH_PER_MINUTE: NO_LIMIT,
    RATE_LIMIT_MONEY_PER_MINUTE: NO_LIMIT,
    CHARGES_PER_DAY: NO_LIMIT,
    ...overrides,
  });
}

export function unique(word: string): string {
  return `${word}-${randomBytes(6).toString('hex')}`;
}
