import { Injectable } from '@nestjs/common';
import { Passwords } from '../domain/passwords.ts';
import { type Attempt, SignInAttempts } from '../domain/sign-in-attempts.ts';

/** How an attempt that has begun comes out: a password that nobody had time to look at was no guess. */
@Injectable()
export class MatchPassword {
  constructor(
    private readonly attempts: SignInAttempts,
    private readonly passwords: Passwords,
  ) {}

  /** @param hash null or undefined when there is none, which takes as long as a real one @throws TooManyLogins */
  async matches(attempt: Attempt, password: string, hash: string | null | undefined): Promise<boolean> {
    const isRight = await this.passwords.matches(password, hash).catch(async error => {
      await this.attempts.takeBack(attempt);
      throw error;
    });
    if (isRight) await this.attempts.succeed(attempt);
    return isRight;
  }
}
