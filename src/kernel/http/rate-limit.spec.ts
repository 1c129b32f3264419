import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Azora, startApp } from '../../../test/support/azora.ts';
import { Client } from '../../../test/support/client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import type { Environment } from '../../config/environment.ts';
import { anEmptyRedis } from '../testing/an-empty-redis.ts';
import { HitCounter } from './hit-counter.ts';

const QUOTA = 50;
const MINUTE = 60_000;
const WINDOW = 200;

describe('The rate limit', () => {
  let azora: Azora;
  let other: NestFastifyApplication;
  let elsewhere: Client;

  beforeAll(async () => {
    const environment = { REDIS_URL: await anEmptyRedis(), RATE_LIMIT_PER_MINUTE: String(QUOTA), WORKERS: 'off' };
    azora = await Azora.start({ environment });
    other = await startApp(azora.environment);
    elsewhere = new Client(await other.getUrl());
  });

  afterAll(async () => {
    await other.close();
    await azora.stop();
  });

  it('admits exactly the quota, however many processes share it', async () => {
    const first = await azora.api.get('/api/courses/list');
    expect(first.headers.get('ratelimit-policy')).toBe(`"default";q=${QUOTA};w=60`);
    expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${QUOTA - 1};t=\\d+$`));

    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, turn) => (turn % 2 ? azora.api : elsewhere).get('/api/courses/list')),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(QUOTA - 1);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(200 - (QUOTA - 1));
    for (const { headers, body } of refused) {
      expect(headers.get('content-type')).toMatch('application/problem+json');
      expect(body).toMatchObject({ status: 429, code: 'rate_limited' });
      expect(headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
      expect(headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    }
  });

  it('goes on in each process when Redis can not be reached', async () => {
    const storage = await storageAt('redis://127.0.0.1:1');
    const hits = await Promise.all(Array.from({ length: 80 }, () => storage.hit('somebody', MINUTE, QUOTA)));
    expect(hits.filter(({ isBlocked }) => !isBlocked)).toHaveLength(QUOTA);
    expect(await storage.hit('another', MINUTE, QUOTA)).toMatchObject({ totalHits: 1, isBlocked: false });
    await storage.onApplicationShutdown();
  });

  it('starts anew with each window', async () => {
    const storage = await storageAt(azora.environment.REDIS_URL);
    await eventually(async () => (await storage.hit('brief', WINDOW, 1)).isBlocked);
    await eventually(async () => !(await storage.hit('brief', WINDOW, 1)).isBlocked);
    await storage.onApplicationShutdown();
  });

  it('never admits more than a quota that is counted in blocks', async () => {
    const storages = await Promise.all([1, 2].map(() => storageAt(azora.environment.REDIS_URL)));
    const limit = 5_000;
    const hits = await Promise.all(
      Array.from({ length: 2 * limit }, (_, turn) => storages[turn % 2]?.hit('busy', MINUTE, limit)),
    );
    expect(hits.filter(hit => hit?.isBlocked === false).length).toBeLessThanOrEqual(limit);
    for (const storage of storages) await storage.onApplicationShutdown();
  });
});

async function storageAt(url: string): Promise<HitCounter> {
  const storage = new HitCounter({ REDIS_URL: url } as Environment);
  await storage.onModuleInit();
  return storage;
}
