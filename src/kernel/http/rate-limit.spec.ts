import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Azora, startApp } from '../../../test/support/azora.ts';
import { Client } from '../../../test/support/client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { Line } from '../../../test/support/line.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { anEmptyRedis } from '../testing/an-empty-redis.ts';

const QUOTA = 50;
const NOBODY = { email: 'nobody@example.org', password: 'not the password' };

describe('The rate limit', () => {
  let azora: Azora;
  let other: NestFastifyApplication;
  let elsewhere: Client;
  let line: Line;

  beforeAll(async () => {
    line = await Line.to(await anEmptyRedis());
    const environment = {
      REDIS_URL: line.url,
      RATE_LIMIT_PER_MINUTE: String(QUOTA),
      TRUSTED_PROXIES: '127.0.0.1',
      WORKERS: 'off',
    };
    azora = await Azora.start({ environment });
    other = await startApp(azora.environment);
    elsewhere = new Client(await other.getUrl());
  });

  afterAll(async () => {
    await other.close();
    await azora.stop();
    await line.close();
  });

  function from(address: string, client = azora.api): Client {
    return client.with({ 'x-forwarded-for': address });
  }

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
    for (const answer of refused) {
      expectProblem(answer, 429, 'rate_limited');
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
      expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    }
  });

  it.each([
    ['POST', '/api/auth/signup', 'auth'],
    ['POST', '/api/auth/login', 'auth'],
    ['POST', '/api/courses/purchase', 'money'],
    ['POST', '/api/payments/process', 'money'],
  ])('is tighter for %s %s', async (method, path, name) => {
    const answer = await from('203.0.113.1').send(method, path, {});
    expect(answer.headers.get('ratelimit-policy')).toContain(`"${name}";`);
    const { body } = await from('203.0.113.1').get('/docs-json');
    expect(body.paths[path].post.responses['503'].description).toContain('`rate_limits_unavailable`');
  });

  describe.each([
    ['gone', () => line.cut()],
    ['silent', () => line.fallSilent()],
  ])('while Redis is %s', (how, leave) => {
    const somebody = () => from(`198.51.100.${how.length}`);

    beforeAll(async () => {
      await somebody().get('/api/courses/list');
      leave();
    });

    afterAll(() => line.mend());

    it('counts in each process alone', async () => {
      const answers = await Promise.all(Array.from({ length: 80 }, () => somebody().get('/api/courses/list')));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(QUOTA - 1);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(80 - (QUOTA - 1));
    });

    it('is closed where it is tighter, and open again when Redis is back', async () => {
      const visitor = from(`192.0.2.${how.length}`);
      for (const path of ['/api/auth/login', '/api/auth/signup', '/api/courses/purchase', '/api/payments/process']) {
        const answer = await visitor.post(path, NOBODY);
        expectProblem(answer, 503, 'rate_limits_unavailable');
        expect(answer.headers.get('retry-after')).toBe('5');
      }
      expect(await visitor.get('/api/courses/list')).toMatchObject({ status: 200 });

      line.mend();
      await eventually(async () => {
        const answer = await visitor.post('/api/auth/login', NOBODY);
        return answer.status === 401 && answer.body.code === 'wrong_credentials';
      });
    });
  });
});
