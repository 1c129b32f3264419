import { Injectable } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import argon2 from 'argon2';
import pLimit from 'p-limit';
import { Passwords } from '../domain/passwords.ts';
import { TooManyLogins } from '../domain/sign-in.errors.ts';

/** OWASP's minimum for argon2id. One hash takes about 25 ms of one core. */
const COST = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Few at a time, so that a flood of logins leaves the rest of the API its processor. */
const AT_ONCE = 2;
const MOST_WAITING = 100;

@Injectable()
export class Argon2Passwords extends Passwords {
  private readonly limit = pLimit(AT_ONCE);
  private readonly ofNobody = argon2.hash('nobody has this password', COST);
  private readonly common = new Set<unknown>(dictionary['passwords-common']);

  override hash(password: string): Promise<string> {
    return this.bounded(() => argon2.hash(password, COST));
  }

  override matches(password: string, hash: string | null | undefined): Promise<boolean> {
    return this.bounded(async () => (await argon2.verify(hash ?? (await this.ofNobody), password)) && !!hash);
  }

  override isOutdated(hash: string): boolean {
    return argon2.needsRehash(hash, COST);
  }

  override isCommon(password: string): boolean {
    return this.common.has(password);
  }

  private bounded<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= MOST_WAITING) throw new TooManyLogins();
    return this.limit(work);
  }
}
