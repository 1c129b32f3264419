import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { removePostgres, startPostgres } from './postgres.ts';
import { identityOf } from './process-identity.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('The embedded PostgreSQL', () => {
  let folder: string;
  let dataDir: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    dataDir = join(folder, 'postgres');
  });

  afterAll(async () => {
    await removePostgres(dataDir);
    await rm(folder, { recursive: true });
  });

  const start = () => startPostgres({ dataDir, settings: { work_mem: '5MB' } });

  async function ask(url: string, sql: string): Promise<unknown> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    await client.end();
    return rows[0]?.[0];
  }

  it('keeps its data and its password from one start to the next', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS answer');
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(1);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    await second.stop();
    expect(identityOf(second.program.pid)).toBeUndefined();
  }, 20_000);

  it('listens on the loopback interface only, and takes settings', async () => {
    const { url, stop } = await start();
    expect(await ask(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(url, 'SHOW unix_socket_directories')).toBe('');
    expect(await ask(url, 'SHOW max_connections')).toBe('200');
    expect(await ask(url, 'SHOW work_mem')).toBe('5MB');
    await stop();
  });

  it('refuses a wrong password', async () => {
    const { url, stop } = await start();
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await stop();
  });

  it('keeps what was committed when it is killed', async () => {
    const killed = await start();
    await ask(killed.url, 'CREATE TABLE survivor AS SELECT 2 AS answer');
    killed.program.child.kill('SIGKILL');
    await killed.program.ended;
    const { url, stop } = await start();
    expect(await ask(url, 'SELECT answer FROM survivor')).toBe(2);
    await stop();
  });

  it('starts although the number of a dead server belongs to another process now', async () => {
    const killed = await start();
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    const content = await readFile(pidFile, 'utf8');
    await killed.stop();
    await writeFile(pidFile, content.replace(String(killed.program.pid), String(process.ppid)));
    const { url, stop } = await start();
    expect(await ask(url, 'SELECT 1')).toBe(1);
    await stop();
  });

  it('ends the server that an earlier start left running, and takes its place', async () => {
    const former = await start();
    await ask(former.url, 'CREATE TABLE former AS SELECT 3 AS answer');
    const { url, stop } = await start();
    await expect(former.program.ended).resolves.toEqual({ code: 0, signal: null });
    expect(await ask(url, 'SELECT answer FROM former')).toBe(3);
    await stop();
  });
});
