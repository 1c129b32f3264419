import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Principal } from '../../kernel/http/principal.ts';
import type { Owner } from '../domain/owners.ts';
import { RecentSignInRequired, WrongPassword } from '../domain/password.errors.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { GetCredentials } from '../queries/get-credentials.ts';
import { GetSessionAge } from '../queries/get-session-age.ts';
import { MatchPassword } from './match-password.ts';

const RECENT_MS = 10 * 60_000;

/** Before an act that could take an account away from its owner, they prove again that it is them. */
@Injectable()
export class ConfirmOwner {
  constructor(
    private readonly queries: QueryBus,
    private readonly attempts: SignInAttempts,
    private readonly matching: MatchPassword,
  ) {}

  /**
   * By the password; somebody without one by having signed in a moment ago. Hand what it returns to the command.
   * @throws WrongPassword @throws TooManyAttempts @throws RecentSignInRequired
   */
  async confirm({ userId, sessionId }: Principal, password: string | undefined, address: string): Promise<Owner> {
    const credentials = await this.queries.execute(new GetCredentials({ userId }));
    const owner = { userId, sessionId, passwordHash: credentials?.passwordHash ?? null };
    if (owner.passwordHash) await this.confirmPassword(owner.passwordHash, userId, password, address);
    else await this.confirmRecent(sessionId);
    return owner;
  }

  private async confirmPassword(hash: string, userId: string, password = '', address: string): Promise<void> {
    const attempt = { account: `password of ${userId}`, address };
    await this.attempts.begin(attempt);
    if (!(await this.matching.matches(attempt, password, hash))) throw new WrongPassword();
  }

  private async confirmRecent(sessionId: string | undefined): Promise<void> {
    const age = sessionId && (await this.queries.execute(new GetSessionAge(sessionId)));
    if (age === undefined || age === '' || age > RECENT_MS) throw new RecentSignInRequired();
  }
}
