import { unique } from '../../../test/support/azora.ts';
import type { Environment } from '../../config/environment.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { anEmptyRedis } from '../../kernel/testing/an-empty-redis.ts';
import { SignInUnavailable, TooManyAttempts } from '../domain/sign-in.errors.ts';
import type { Attempt } from '../domain/sign-in-attempts.ts';
import { StillClock } from '../testing/still-clock.ts';
import { RedisSignInAttempts } from './redis-sign-in-attempts.ts';

describe('Attempts to sign in', () => {
  let connection: RedisConnection;
  let clock: StillClock;
  let attempts: RedisSignInAttempts;

  beforeAll(async () => {
    connection = new RedisConnection({ REDIS_URL: await anEmptyRedis() } as Environment);
    await connection.onModuleInit();
  });

  beforeEach(() => {
    clock = new StillClock();
    attempts = new RedisSignInAttempts(connection, clock);
  });

  afterAll(() => connection.onApplicationShutdown());

  function fromHome(account = unique('ada')): Attempt {
    return { account, address: '203.0.113.7' };
  }

  /** From as many networks. */
  function fromEverywhere(account: string, count: number): Attempt[] {
    return Array.from({ length: count }, (_, index) => ({ account, address: `198.51.${index >> 8}.${index & 255}` }));
  }

  async function fail(attempt: Attempt, times: number): Promise<void> {
    for (let count = 0; count < times; count++) await attempts.begin(attempt);
  }

  /** Seconds to wait; 0 for none. */
  async function waitOf(attempt: Attempt): Promise<unknown> {
    try {
      await attempts.begin(attempt);
      return 0;
    } catch (error) {
      expect(error).toBeInstanceOf(TooManyAttempts);
      return (error as TooManyAttempts).details.retryAfter;
    }
  }

  it('are free five times, then the wait doubles with each, up to a quarter of an hour', async () => {
    const attempt = fromHome();
    await fail(attempt, 5);
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(await waitOf(attempt)).toBe(wait);
      clock.advance({ seconds: wait });
      expect(await waitOf(attempt)).toBe(0);
    }
  });

  it('do not make the wait longer by being made while it runs', async () => {
    const attempt = fromHome();
    await fail(attempt, 5);
    clock.advance({ seconds: 1 });
    await fail(attempt, 1);
    for (let count = 0; count < 50; count++) expect(await waitOf(attempt)).toBe(2);
    clock.advance({ seconds: 2 });
    expect(await waitOf(attempt)).toBe(0);
  });

  it('start anew after one that succeeds', async () => {
    const attempt = fromHome();
    await fail(attempt, 5);
    clock.advance({ seconds: 1 });
    await attempts.begin(attempt);
    await attempts.succeed(attempt);
    await fail(attempt, 5);
    expect(await waitOf(attempt)).toBe(1);
  });

  it('that are taken back are as if they had not been, and earlier ones count on', async () => {
    const attempt = fromHome();
    await fail(attempt, 4);
    for (let time = 0; time < 3; time += 1) {
      expect(await waitOf(attempt)).toBe(0);
      await attempts.takeBack(attempt);
    }
    expect(await waitOf(attempt)).toBe(0);
    expect(await waitOf(attempt)).toBe(1);
  });

  it('that are taken back are none of the hundred', async () => {
    const account = unique('ada');
    for (const attempt of fromEverywhere(account, 120)) {
      await attempts.begin(attempt);
      await attempts.takeBack(attempt);
    }
    expect(await waitOf(fromHome(account))).toBe(0);
  });

  it('from one network do not slow those from another, nor those at another account', async () => {
    const attempt = fromHome();
    await fail(attempt, 5);
    expect(await waitOf({ ...attempt, address: '203.0.113.8' })).toBe(0);
    expect(await waitOf({ ...attempt, account: unique('bob') })).toBe(0);
    expect(await waitOf(attempt)).toBe(1);
  });

  it('from one network of IPv6 are counted together', async () => {
    const attempt = { account: unique('ada'), address: '2001:db8:1:2::1' };
    await fail(attempt, 5);
    expect(await waitOf({ ...attempt, address: '2001:db8:1:2:ffff:ffff:ffff:ffff' })).toBe(1);
    expect(await waitOf({ ...attempt, address: '2001:db8:1:3::1' })).toBe(0);
  });

  it("of strangers do not slow the owner's own device, from the same network either", async () => {
    const attempt = fromHome();
    await fail(attempt, 5);
    expect(await waitOf({ ...attempt, device: 'of the owner' })).toBe(0);
  });

  it('are slowed on a known device too, lest it was stolen', async () => {
    const attempt = { ...fromHome(), device: 'of the owner' };
    await fail(attempt, 5);
    expect(await waitOf(attempt)).toBe(1);
    expect(await waitOf({ ...attempt, address: '203.0.113.8' })).toBe(1);
  });

  it('are a hundred a day of all strangers together; the owner goes on', async () => {
    const account = unique('ada');
    for (const attempt of fromEverywhere(account, 100)) await attempts.begin(attempt);
    const wait = await waitOf({ account, address: '192.0.2.1' });
    expect(wait).toBeGreaterThan(86_000);
    expect(wait).toBeLessThanOrEqual(86_400);
    expect(await waitOf({ account, address: '192.0.2.1', device: 'of the owner' })).toBe(0);
  });

  it('that succeed are none of the hundred', async () => {
    const account = unique('ada');
    for (const attempt of fromEverywhere(account, 150)) {
      await attempts.begin(attempt);
      await attempts.succeed(attempt);
    }
    expect(await waitOf({ account, address: '192.0.2.1' })).toBe(0);
  });

  it('alarm the owner once a day, at the twentieth', async () => {
    const account = unique('ada');
    const alarming: number[] = [];
    for (const [index, attempt] of fromEverywhere(account, 60).entries())
      if ((await attempts.begin(attempt)).alarming) alarming.push(index + 1);
    expect(alarming).toEqual([20]);
  });

  it('at the same moment are five, however many are made', async () => {
    const attempt = fromHome();
    const made = await Promise.allSettled(Array.from({ length: 200 }, () => attempts.begin(attempt)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('of processes that share a Redis are counted together', async () => {
    const [attempt, elsewhere] = [fromHome(), new RedisSignInAttempts(connection, clock)];
    await fail(attempt, 3);
    await elsewhere.begin(attempt);
    await elsewhere.begin(attempt);
    expect(await waitOf(attempt)).toBe(1);
  });

  it('leave nothing readable of whom they were at, and nothing at all after a day', async () => {
    const attempt = { ...fromHome(), device: unique('device') };
    for (const made of [attempt, fromHome(attempt.account)]) await fail(made, 5);
    const keys = (await connection.redis.keys('sign-in:*')).join('\n');
    expect(keys).not.toContain(attempt.account);
    expect(keys).not.toContain(attempt.device);
    for (const key of keys.split('\n')) expect(await connection.redis.ttl(key)).toBeGreaterThan(0);
  });

  it('are not possible while they can not be counted, but one that has succeeded has', async () => {
    const away = new RedisConnection({ REDIS_URL: 'redis://127.0.0.1:1' } as Environment);
    await away.onModuleInit();
    const uncounted = new RedisSignInAttempts(away, clock);
    await expect(uncounted.begin(fromHome())).rejects.toBeInstanceOf(SignInUnavailable);
    await expect(uncounted.succeed(fromHome())).resolves.toBeUndefined();
    away.onApplicationShutdown();
  });
});
