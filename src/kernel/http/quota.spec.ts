import { type CanActivate, Controller, type ExecutionContext, Get } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyRequest } from 'fastify';
import { testEnvironment } from '../../../test/support/azora.ts';
import { type Answer, Client } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { ConfigModule } from '../../config/config.module.ts';
import { RedisConnection } from '../persistence/redis-connection.ts';
import { anEmptyRedis } from '../testing/an-empty-redis.ts';
import { HitCounter } from './hit-counter.ts';
import { httpAdapter } from './http-server.ts';
import { Limited } from './limited.decorator.ts';
import { ProblemFilter } from './problem.filter.ts';
import { Quota } from './quota.ts';
import { RateLimitGuard } from './rate-limit.guard.ts';

const [DEFAULT, USER, AUTH, MONEY] = [20, 30, 5, 7];

/** Somebody who is known by name, so that the kernel is tested without any context of the product. */
class AuthenticationGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const userId = request.headers.authorization;
    if (userId !== 'forged') request.principal = userId === undefined ? undefined : { userId, roles: [] };
    return true;
  }
}

@Controller()
class Desk {
  @Get('ask')
  ask() {
    return {};
  }

  @Get('enter')
  @Limited('auth')
  enter() {
    return {};
  }

  @Get('pay')
  @Limited('money')
  pay() {
    return {};
  }
}

describe('A quota', () => {
  let app: NestFastifyApplication;
  let api: Client;
  let places = 0;

  beforeAll(async () => {
    const environment = testEnvironment({
      DATABASE_URL: 'postgresql://127.0.0.1:1/none',
      REDIS_URL: await anEmptyRedis(),
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_PER_MINUTE: String(DEFAULT),
      RATE_LIMIT_USER_PER_MINUTE: String(USER),
      RATE_LIMIT_AUTH_PER_MINUTE: String(AUTH),
      RATE_LIMIT_MONEY_PER_MINUTE: String(MONEY),
    });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.of(environment)],
      controllers: [Desk],
      providers: [
        RedisConnection,
        HitCounter,
        Quota,
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(httpAdapter(environment));
    await app.listen(0, '127.0.0.1');
    api = new Client(await app.getUrl());
  });

  afterAll(() => app.close());

  function from(address: string): Client {
    return api.with({ 'x-forwarded-for': address });
  }

  /** Each time from an address that nobody else has. */
  function fromSomewhere(): Client {
    places += 1;
    return from(`10.0.${places >> 8}.${places & 255}`);
  }

  function as(user: string, client = fromSomewhere()): Client {
    return client.with({ authorization: user });
  }

  /** How many of so many concurrent requests are answered. */
  async function admitted(times: number, path: string, client: (turn: number) => Client): Promise<number> {
    const turns = Array.from({ length: times }, (_, turn) => client(turn).get(path));
    return (await Promise.all(turns)).filter(({ status }) => status === 200).length;
  }

  const policiesOf = ({ headers }: Answer) => headers.get('ratelimit-policy');
  const leftOf = ({ headers }: Answer) => headers.get('ratelimit')?.replaceAll(/t=\d+/g, 't=');

  it('is for each address', async () => {
    const here = fromSomewhere();
    expect(await admitted(2 * DEFAULT, '/ask', () => here)).toBe(DEFAULT);
    expect(leftOf(await fromSomewhere().get('/ask'))).toBe(`"default";r=${DEFAULT - 1};t=`);
  });

  it.each([
    ['the /64 of an IPv6 address', ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff::', '[2001:db8:1:2::9]:443']],
    ['an IPv4 address and its IPv6 forms', ['198.51.100.1', '::ffff:198.51.100.1', '::FFFF:c633:6401']],
    ['an address from whatever port', ['198.51.100.2:1024', '198.51.100.2:1025', '198.51.100.2']],
  ])('is one for %s', async (_, spellings) => {
    const spelled = (turn: number) => from(spellings[turn % spellings.length] as string);
    expect(await admitted(2 * DEFAULT, '/ask', spelled)).toBe(DEFAULT);
  });

  it('is not shared with the neighboring /64', async () => {
    await from('2001:db8:5:1::1').get('/ask');
    expect(leftOf(await from('2001:db8:5:2::1').get('/ask'))).toBe(`"default";r=${DEFAULT - 1};t=`);
  });

  it('is for a verified user, from whatever address', async () => {
    expect(await admitted(2 * USER, '/ask', () => as('ada'))).toBe(USER);
    expect(leftOf(await as('grace').get('/ask'))).toBe(`"default";r=${USER - 1};t=`);
  });

  it('of an address is not touched by the users behind it', async () => {
    const office = fromSomewhere();
    await admitted(DEFAULT, '/ask', () => as('alan', office));
    expect(leftOf(await office.get('/ask'))).toBe(`"default";r=${DEFAULT - 1};t=`);
  });

  it('of the address is what whoever is not verified uses', async () => {
    const somewhere = fromSomewhere();
    expect(await admitted(2 * DEFAULT, '/ask', () => as('forged', somewhere))).toBe(DEFAULT);
    expect(await somewhere.get('/ask')).toMatchObject({ status: 429 });
  });

  it('of sign-ins is for each address, whoever is signed in', async () => {
    const office = fromSomewhere();
    expect(await admitted(2 * AUTH, '/enter', turn => as(`clerk-${turn}`, office))).toBe(AUTH);
    expect(await as('clerk-0', office).get('/ask')).toMatchObject({ status: 200 });
  });

  it('of money is for each user, from whatever address', async () => {
    expect(await admitted(2 * MONEY, '/pay', () => as('barbara'))).toBe(MONEY);
    expect(await as('barbara').get('/ask')).toMatchObject({ status: 200 });
    expect(await as('edsger').get('/pay')).toMatchObject({ status: 200 });
  });

  it('of money is for the address of whoever is not verified', async () => {
    const somewhere = fromSomewhere();
    expect(await admitted(2 * MONEY, '/pay', () => somewhere)).toBe(MONEY);
  });

  it('is named in both headers, with every other that applies', async () => {
    const answer = await fromSomewhere().get('/enter');
    expect(policiesOf(answer)).toBe(`"default";q=${DEFAULT};w=60, "auth";q=${AUTH};w=60`);
    expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=19;t=\d+, "auth";r=4;t=\d+$/);
    expect(policiesOf(await as('tony').get('/pay'))).toBe(`"default";q=${USER};w=60, "money";q=${MONEY};w=60`);
    expect(policiesOf(await as('tony').get('/ask'))).toBe(`"default";q=${USER};w=60`);
  });

  it('that is used up refuses, whichever it is, and says until when', async () => {
    const somewhere = fromSomewhere();
    await admitted(AUTH, '/enter', () => somewhere);
    const early = await somewhere.get('/enter');
    expectProblem(early, 429, 'rate_limited');
    expect(leftOf(early)).toBe(`"default";r=${DEFAULT - AUTH - 1};t=, "auth";r=0;t=`);
    expect(early.headers.get('ratelimit')).toMatch(`"auth";r=0;t=${early.headers.get('retry-after')}`);

    await admitted(DEFAULT, '/ask', () => somewhere);
    expectProblem(await somewhere.get('/ask'), 429, 'rate_limited');
    const late = await somewhere.get('/pay');
    expectProblem(late, 429, 'rate_limited');
    expect(leftOf(late)).toBe(`"default";r=0;t=, "money";r=${MONEY - 1};t=`);
  });
});
