import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler/dist/ip.js';
import { Clock } from '../../kernel/domain/clock.ts';

import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { SignInUnavailable, TooManyAttempts } from '../domain/sign-in.errors.ts';
import { type Attempt, SignInAttempts } from '../domain/sign-in-attempts.ts';

const FREE_FAILURES = 5;
const LONGEST_WAIT_SECONDS = 900;
const FAILURES_A_DAY = 100;
const ALARMING_FAILURES = 20;
const DAY_SECONDS = 86_400;

/**
 * KEYS: failures from here, failures of the day (of strangers), whether the owner has heard today. ARGV: now, whether a stranger.
 * Returns the seconds to wait (0: go on) and whether the owner should hear.
 */
const BEGIN = `
local now, stranger = tonumber(ARGV[1]), ARGV[2] == '1'
local blocked_until = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
if now < blocked_until then return { math.ceil((blocked_until - now) / 1000), 0 } end
local today = 0
if stranger then
  today = tonumber(redis.call('GET', KEYS[2]) or '0')
  if today >= ${FAILURES_A_DAY} then return { math.max(1, redis.call('TTL', KEYS[2])), 0 } end
  today = redis.call('INCR', KEYS[2])
  if today == 1 then redis.call('EXPIRE', KEYS[2], ${DAY_SECONDS}) end
end
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
redis.call('EXPIRE', KEYS[1], ${DAY_SECONDS})
if failures >= ${FREE_FAILURES} then
  local wait = math.min(${LONGEST_WAIT_SECONDS}, 2 ^ (failures - ${FREE_FAILURES}))
  redis.call('HSET', KEYS[1], 'until', now + wait * 1000)
end
local alarming = 0
if today >= ${ALARMING_FAILURES} and redis.call('SET', KEYS[3], '1', 'EX', ${DAY_SECONDS}, 'NX') then alarming = 1 end
return { 0, alarming }`;

const SUCCEED = `
redis.call('DEL', KEYS[1])
if ARGV[1] == '1' and tonumber(redis.call('GET', KEYS[2]) or '0') > 0 then redis.call('DECR', KEYS[2]) end`;

/** Whoever may begin waits for nothing, so a wait that is there was the attempt's own. */
const TAKE_BACK = `
if redis.call('HINCRBY', KEYS[1], 'failures', -1) <= 0 then redis.call('DEL', KEYS[1])
else redis.call('HDEL', KEYS[1], 'until') end
if ARGV[1] == '1' and tonumber(redis.call('GET', KEYS[2]) or '0') > 0 then redis.call('DECR', KEYS[2]) end`;

declare module 'ioredis' {
  interface Redis {
    beginSignIn(here: string, today: string, heard: string, now: number, stranger: 0 | 1): Promise<[number, 0 | 1]>;
    succeedSignIn(here: string, today: string, stranger: 0 | 1): Promise<void>;
    takeBackSignIn(here: string, today: string, stranger: 0 | 1): Promise<void>;
  }
}

@Injectable()
export class RedisSignInAttempts extends SignInAttempts {
  private readonly redis: RedisConnection['redis'];

  constructor(
    { redis }: RedisConnection,
    private readonly clock: Clock,
  ) {
    super();
    this.redis = redis;
    redis.defineCommand('beginSignIn', { numberOfKeys: 3, lua: BEGIN });
    redis.defineCommand('succeedSignIn', { numberOfKeys: 2, lua: SUCCEED });
    redis.defineCommand('takeBackSignIn', { numberOfKeys: 2, lua: TAKE_BACK });
  }

  override async begin(attempt: Attempt): Promise<{ alarming: boolean }> {
    const { here, today, heard, stranger } = keysOf(attempt);
    const counted = this.redis.beginSignIn(here, today, heard, this.clock.now().getTime(), stranger);
    const [wait, alarming] = await counted.catch(() => {
      throw new SignInUnavailable();
    });
    if (wait > 0) throw new TooManyAttempts(wait);
    return { alarming: alarming === 1 };
  }

  override async forgive(attempt: Attempt): Promise<void> {
    const { here, today } = keysOf(attempt);
    await this.redis.del(here, today).catch(() => undefined);
  }

  override async succeed(attempt: Attempt): Promise<void> {
    const { here, today, stranger } = keysOf(attempt);
    // Whoever got in gets in: a count that stays too high is the smaller harm.
    await this.redis.succeedSignIn(here, today, stranger).catch(() => undefined);
  }

  override async takeBack(attempt: Attempt): Promise<void> {
    const { here, today, stranger } = keysOf(attempt);
    await this.redis.takeBackSignIn(here, today, stranger).catch(() => undefined);
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function keysOf({ account, address, device }: Attempt) {
  const of = digestOf(account);
  return {
    here: `sign-in:{${of}}:${device ? digestOf(device) : normalizeIp(address)}`,
    today: `sign-in:{${of}}:today`,
    heard: `sign-in:{${of}}:heard`,
    stranger: device ? (0 as const) : (1 as const),
  };
}
