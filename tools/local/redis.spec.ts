import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from './find-redis-server.ts';
import { launchInto } from './launch.ts';
import { startRedis } from './redis.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('The embedded Redis', () => {
  const PATH = process.env.PATH;
  let folder: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(async () => {
    process.env.PATH = PATH;
    await rm(folder, { recursive: true });
  });

  async function install(place: string): Promise<string> {
    const command = join(folder, place);
    await mkdir(join(command, '..'), { recursive: true });
    await writeFile(command, '#!/bin/sh\n');
    await chmod(command, 0o755);
    return command;
  }

  const find = () => findRedisServer(folder, launchInto(join(folder, 'log')));

  it('is the redis-server on the PATH, rather than a valkey-server or a fetched one', async () => {
    await install('bin/valkey-server');
    await install('redis-server/usr/bin/redis-server');
    const redisServer = await install('more/bin/redis-server');
    process.env.PATH = `${join(folder, 'bin')}:${join(folder, 'more/bin')}`;
    expect((await find()).command).toBe(redisServer);
  });

  it('is the valkey-server on the PATH, rather than a fetched one', async () => {
    await install('redis-server/usr/bin/redis-server');
    const valkeyServer = await install('bin/valkey-server');
    process.env.PATH = join(folder, 'bin');
    expect((await find()).command).toBe(valkeyServer);
  });

  it('is fetched once', async () => {
    const fetched = await install('redis-server/usr/bin/redis-server');
    process.env.PATH = '';
    expect((await find()).command).toBe(fetched);
  });

  it('is asked for plainly when it cannot be fetched', async () => {
    process.env.PATH = '';
    await expect(find()).rejects.toThrow(/Redis is missing\. Install redis-server.*cannot run apt-get/s);
  });

  it('keeps its data when it is killed, and ends a server left running on the same data', async () => {
    const left = await startRedis({ dataDir: folder, settings: { appendfsync: 'always' } });
    const client = new Redis(left.url);
    await client.set('kept', 'yes');
    await client.quit();

    const { url, program, stop } = await startRedis({ dataDir: folder });
    await expect(left.program.ended).resolves.toMatchObject({ code: 0 });
    const second = new Redis(url);
    expect(await second.get('kept')).toBe('yes');
    expect((await second.config('GET', 'maxmemory-policy')) as string[]).toContain('noeviction');
    expect((await second.config('GET', 'bind')) as string[]).toContain('127.0.0.1');
    await second.quit();
    await stop();
    expect(program.hasEnded).toBe(true);
  }, 60_000);
});
