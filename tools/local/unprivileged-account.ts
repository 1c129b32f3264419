import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, realpath, rename, rm, rmdir, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './launch.ts';

/**
 * PostgreSQL refuses to run as root. These are the three things root has to arrange for a server that runs as somebody else,
 * without changing anything of the system: an account, a folder of its own, and programs that account may execute.
 */

// Only root can write here, so nobody else can prepare a trap at a foreseeable path; and unlike /var/tmp it is never tidied.
const COMMON_GROUND = '/var/lib/azora';

/** An account that is already there, preferably the one of whoever owns the folder. Undefined for an ordinary user. */
export async function unprivilegedAccount(folder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(folder).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return accountNamed('postgres') ?? accountNamed('nobody');
}

/**
 * Creates the folder as the account's own. Below a closed one, such as root's home, it becomes a link to a folder elsewhere.
 * Returns the folder's real path.
 */
export async function folderFor(account: Account | undefined, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const home = await realpath(folder);
  await handOver(home, account);
  if (!account || mayEnter(account, home)) return home;

  const elsewhere = await onCommonGround(`data-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
  await mkdir(elsewhere, { recursive: true });
  await handOver(elsewhere, account);
  await rmdir(home);
  await symlink(elsewhere, home);
  return elsewhere;
}

/** The folder of an npm package as the account can use it: the package itself, or a copy of it where everybody may go. */
export async function programsFor(
  account: Account | undefined,
  packageFolder: string,
  program: string,
): Promise<string> {
  if (!account || mayEnter(account, join(packageFolder, program))) return packageFolder;
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const copy = await onCommonGround(`${basename(dirname(packageFolder))}-${basename(packageFolder)}-${version}`);
  if (await stat(copy).catch(() => undefined)) return copy;

  const unfinished = `${copy}.${process.pid}`;
  await cp(packageFolder, unfinished, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', unfinished]);
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true }));
  return copy;
}

async function onCommonGround(name: string): Promise<string> {
  await mkdir(COMMON_GROUND, { recursive: true });
  await chmod(COMMON_GROUND, 0o755);
  return join(COMMON_GROUND, name);
}

async function handOver(folder: string, account: Account | undefined): Promise<void> {
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
}

// The kernel's own answer, which knows every parent folder, access list and mount.
function mayEnter(account: Account, path: string): boolean {
  return spawnSync('test', ['-x', path], { ...account, cwd: '/' }).status === 0;
}

function accountNamed(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map(which => spawnSync('id', [which, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
