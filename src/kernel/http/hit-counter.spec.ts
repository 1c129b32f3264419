import { eventually } from '../../../test/support/eventually.ts';
import { Line } from '../../../test/support/line.ts';
import type { Environment } from '../../config/environment.ts';
import { RedisConnection } from '../persistence/redis-connection.ts';
import { anEmptyRedis } from '../testing/an-empty-redis.ts';
import { HitCounter } from './hit-counter.ts';

const MINUTE = 60_000;
const BRIEF = 200;
const NOWHERE = 'redis://127.0.0.1:1';

describe('Hits', () => {
  const connections: RedisConnection[] = [];
  let redis: string;

  beforeAll(async () => {
    redis = await anEmptyRedis();
  });

  afterEach(() => {
    for (const connection of connections.splice(0)) connection.onApplicationShutdown();
  });

  /** Another process's worth of counting. */
  async function counterAt(url: string): Promise<HitCounter> {
    const connection = new RedisConnection({ REDIS_URL: url } as Environment);
    connections.push(connection);
    await connection.onModuleInit();
    return new HitCounter(connection);
  }

  async function hitOften(counters: HitCounter[], times: number, key: string, limit: number) {
    const turns = Array.from({ length: times }, (_, turn) => counters[turn % counters.length] as HitCounter);
    return Promise.all(turns.map(counter => counter.hit(key, MINUTE, limit)));
  }

  it('are counted by all processes together, to the last', async () => {
    const counters = [await counterAt(redis), await counterAt(redis)];
    const hits = await hitOften(counters, 200, 'together:all', 50);
    expect(hits.filter(({ isBlocked }) => !isBlocked)).toHaveLength(50);
    expect(hits.every(({ isShared }) => isShared)).toBe(true);
  });

  it('never exceed a limit that is counted in blocks', async () => {
    const counters = [await counterAt(redis), await counterAt(redis)];
    const hits = await hitOften(counters, 10_000, 'blocks:all', 5_000);
    expect(hits.filter(({ isBlocked }) => !isBlocked).length).toBeLessThanOrEqual(5_000);
  });

  it('start anew with each window', async () => {
    const counter = await counterAt(redis);
    await eventually(async () => (await counter.hit('brief:all', BRIEF, 1)).isBlocked);
    await eventually(async () => !(await counter.hit('brief:all', BRIEF, 1)).isBlocked);
  });

  it('of one key leave those of another alone', async () => {
    const counter = await counterAt(redis);
    await hitOften([counter], 10, 'one:all', 5);
    expect(await counter.hit('other:all', MINUTE, 5)).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('beyond the limit are not worth asking Redis about', async () => {
    const counter = await counterAt(redis);
    await hitOften([counter], 5, 'flood:all', 5);
    expect(counter.hit('flood:all', MINUTE, 5)).toMatchObject({ totalHits: 6, isBlocked: true, isShared: true });
  });

  it('are counted by each process alone when Redis can not be reached, which they say', async () => {
    const counter = await counterAt(NOWHERE);
    const hits = await hitOften([counter], 80, 'alone:all', 50);
    expect(hits.filter(({ isBlocked }) => !isBlocked)).toHaveLength(50);
    expect(hits.every(({ isShared }) => !isShared)).toBe(true);
  });

  it('of those whom nobody has seen for long are forgotten, so that memory stays bounded', async () => {
    const counter = await counterAt(NOWHERE);
    await counter.hit('crowd:first', MINUTE, 5);
    for (let start = 0; start < 100_000; start += 1_000)
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => counter.hit(`crowd:${start + index}`, MINUTE, 5)));
    expect(await counter.hit('crowd:99999', MINUTE, 5)).toMatchObject({ totalHits: 2 });
    expect(await counter.hit('crowd:first', MINUTE, 5)).toMatchObject({ totalHits: 1 });
  });

  it.each([
    ['gone', (line: Line) => line.cut()],
    ['silent', (line: Line) => line.fallSilent()],
  ])('go on from where they were while Redis is %s, and together when it is back', async (_, leave) => {
    const line = await Line.to(redis);
    const counter = await counterAt(line.url);
    const key = `line:${line.url}`;
    await hitOften([counter], 3, key, 4);

    leave(line);
    const alone = await hitOften([counter], 2, key, 4);
    expect(alone.map(({ isBlocked }) => isBlocked)).toEqual([false, true]);
    expect(alone.every(({ isShared }) => !isShared)).toBe(true);

    line.mend();
    await eventually(async () => (await counter.hit(key, MINUTE, 4)).isShared);
    await line.close();
  });
});
