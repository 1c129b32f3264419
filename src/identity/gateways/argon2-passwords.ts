import { Injectable } from '@nestjs/common';
import argon2 from 'argon2';
import pLimit from 'p-limit';
import { Passwords } from '../domain/passwords.ts';
import { TooManyLogins } from '../domain/user.errors.ts';

/** OWASP's minimum for argon2id. One hash takes about 25 ms of one core. */
const COST = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Few at a time, so that a flood of logins leaves the rest of the API its processor. */
const AT_ONCE = 2;
const MOST_WAITING = 100;

@Injectable()
export class Argon2Passwords extends Passwords {
  private readonly limit = pLimit(AT_ONCE);
  private readonly ofNobody = argon2.hash('nobody has this password', COST);

  override hash(password: string): Promise<string> {
    return this.bounded(() => argon2.hash(password, COST));
  }

  override matches(password: string, hash: string | undefined): Promise<boolean> {
    return this.bounded(
      async () => (await argon2.verify(hash ?? (await this.ofNobody), password)) && hash !== undefined,
    );
  }

  private bounded<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= MOST_WAITING) throw new TooManyLogins();
    return this.limit(work);
  }
}
