import { Redis } from 'ioredis';
import { required } from '../../../test/support/test-database.ts';

/** The Redis databases from here on are the kernel's own; those below belong to the product under test. */
const FIRST_DATABASE = 8;

/** The address of an empty Redis database that no other test file uses at the same time. */
export async function anEmptyRedis(): Promise<string> {
  const url = `${required('AZORA_TEST_REDIS')}/${FIRST_DATABASE + Number(process.env.JEST_WORKER_ID)}`;
  const redis = new Redis(url);
  await redis.flushdb();
  await redis.quit();
  return url;
}
