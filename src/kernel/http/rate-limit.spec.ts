import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Azora, startApp } from '../../../test/support/azora.ts';
import { Client } from '../../../test/support/client.ts';
import { anEmptyRedis } from '../testing/an-empty-redis.ts';

const QUOTA = 50;

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
});
