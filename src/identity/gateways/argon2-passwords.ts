import { randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Passwords } from '../domain/passwords.ts';
import { TooManyLogins } from '../domain/sign-in.errors.ts';
import { Argon2Threads } from './argon2-threads.ts';

/** OWASP's minimum for argon2id. One hash takes about 25 ms of one core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** One processor stays for everything else, so that a flood of logins leaves the rest of the API its latency. */
const THREADS = Math.max(1, availableParallelism() - 1);
/** For each thread: about a second and a half of waiting. */
const MOST_WAITING = 50;

interface StoredHash {
  readonly cost: { readonly memory: number; readonly passes: number; readonly parallelism: number };
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const OF_NOBODY: StoredHash = { cost: COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };

/** Hashes are stored as PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`. */
@Injectable()
export class Argon2Passwords extends Passwords implements OnApplicationShutdown {
  private readonly threads = new Argon2Threads(THREADS);
  private readonly common = new Set<unknown>(dictionary['passwords-common']);

  override async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const tag = await this.tagOf(password, { cost: COST, salt, tag: { length: TAG_BYTES } });
    const { memory, passes, parallelism } = COST;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
  }

  override async matches(password: string, hash: string | null | undefined): Promise<boolean> {
    const stored = hash ? parsed(hash) : OF_NOBODY;
    return timingSafeEqual(await this.tagOf(password, stored), stored.tag) && stored !== OF_NOBODY;
  }

  override isOutdated(hash: string): boolean {
    const { memory, passes, parallelism } = parsed(hash).cost;
    return memory !== COST.memory || passes !== COST.passes || parallelism !== COST.parallelism;
  }

  override isCommon(password: string): boolean {
    return this.common.has(password);
  }

  override assertRoom(): void {
    if (this.threads.waiting >= MOST_WAITING * THREADS) throw new TooManyLogins();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }

  private async tagOf(
    password: string,
    { cost, salt, tag }: Omit<StoredHash, 'tag'> & { tag: { length: number } },
  ): Promise<Buffer> {
    this.assertRoom();
    return this.threads.hash({ password, salt, tagLength: tag.length, ...cost });
  }
}

function parsed(hash: string): StoredHash {
  const [, type, version, cost = '', salt = '', tag = ''] = hash.split('$');
  const { m, t, p } = Object.fromEntries(cost.split(',').map(pair => pair.split('=')));
  if (type !== 'argon2id' || version !== 'v=19' || !m || !t || !p || !salt || !tag)
    throw new Error('A stored password hash is no argon2id hash');
  return {
    cost: { memory: Number(m), passes: Number(t), parallelism: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
