import { accessSync, constants } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Launch } from './launch.ts';

export interface RedisServer {
  command: string;
  env: NodeJS.ProcessEnv;
}

const NAMES = ['redis-server', 'valkey-server'];

/** The Redis of this machine or, on Debian and Ubuntu, one fetched once into `downloads`. */
export async function findRedisServer(downloads: string, launch: Launch): Promise<RedisServer> {
  const installed = NAMES.map(onPath).find(command => command !== undefined);
  if (installed) return { command: installed, env: process.env };

  const folder = resolve(downloads, 'redis-server');
  if (!isExecutable(commandIn(folder))) await fetchFromDebian(folder, launch);
  return {
    command: commandIn(folder),
    env: { ...process.env, LD_LIBRARY_PATH: (await libraryFolders(folder)).join(':') },
  };
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map(folder => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function commandIn(folder: string): string {
  return join(folder, 'usr', 'bin', 'redis-server');
}

/**
 * The packages are unpacked, not installed, for root too: the same way for everybody, no service that starts by itself, and
 * nothing of the system changes. apt works in folders of our own and chooses, besides Redis, the libraries not yet here.
 */
async function fetchFromDebian(folder: string, launch: Launch): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const [state, cache, root] = ['state', 'cache', 'root'].map(name => join(unfinished, name)) as [
    string,
    string,
    string,
  ];
  const ownFolders = [`Dir::State=${state}`, `Dir::Cache=${cache}`, 'Debug::NoLocking=true', 'APT::Sandbox::User=root'];
  const apt = (...args: string[]) =>
    launch({ command: 'apt-get', args: [...ownFolders.flatMap(option => ['-o', option]), '-q', ...args] }).succeeds();
  const archives = join(cache, 'archives');
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(join(state, 'lists', 'partial'), { recursive: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    await apt('update').catch(() => {}); // One broken source says nothing about the others.
    await apt('install', '--yes', '--download-only', '--no-install-recommends', 'redis-server');
    for (const name of (await readdir(archives)).filter(name => name.endsWith('.deb'))) {
      await launch({ command: 'dpkg-deb', args: ['--extract', join(archives, name), root] }).succeeds();
    }
    await rename(root, folder);
  } catch (cause) {
    throw new Error(`${WHAT_TO_INSTALL}\nFetching it did not work: ${(cause as Error).message}`, { cause });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

const WHAT_TO_INSTALL =
  'Redis is missing. Install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), or set REDIS_URL.';

async function libraryFolders(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const libraries = files.filter(file => /\.so(\.|$)/.test(file.name));
  return [...new Set(libraries.map(file => file.parentPath))];
}
