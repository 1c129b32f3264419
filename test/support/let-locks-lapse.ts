import { Redis } from 'ioredis';
import type { Azora } from './azora.ts';
import { rowsOf } from './stored.ts';

/** What a quarter of a minute does to what a dead process has left: its keys are leased no more, and its jobs are taken over. */
export async function letLocksLapse(azora: Azora): Promise<void> {
  await rowsOf(azora, 'update kernel.idempotency_keys set leased_until = now() where status is null');
  const redis = new Redis(azora.environment.REDIS_URL);
  const [locks, checks] = [await redis.keys('*:lock'), await redis.keys('*:stalled-check')];
  if (locks.length + checks.length > 0) await redis.del(...locks, ...checks);
  for (const key of await redis.keys('*:active')) {
    const jobs = await redis.lrange(key, 0, -1);
    if (jobs.length > 0) await redis.sadd(key.replace(/active$/, 'stalled'), ...jobs);
  }
  await redis.quit();
}
