import type { Clock } from '../../kernel/domain/clock.ts';
import { RecentSignInRequired, WrongPassword } from './password.errors.ts';
import type { Sessions } from './session.ts';
import type { User, Users } from './user.ts';

/** A user in a session of theirs. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string | undefined;
}

/** A user who has proven themselves a moment ago. */
export interface Owner extends SignedIn {
  /** The one that their password matched; null for an account without. */
  readonly passwordHash: string | null;
}

/**
 * Proving oneself takes long, so it happens before the transaction. Whatever has shut the user out since, such as a reset by
 * the true owner of the account, has to win: so what was proven is looked at again while the user is locked.
 */
export class Owners {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** Locked until the transaction ends. @throws WrongPassword @throws RecentSignInRequired @throws UserNotFound */
  async lock(owner: Owner): Promise<User> {
    const user = await this.lockSignedIn(owner);
    if (user.passwordHash !== owner.passwordHash) throw new WrongPassword();
    return user;
  }

  /** Locked until the transaction ends. @throws RecentSignInRequired @throws UserNotFound */
  async lockSignedIn({ userId, sessionId }: SignedIn): Promise<User> {
    const user = await this.users.lock(userId);
    const session = sessionId ? await this.sessions.find(sessionId) : undefined;
    if (!session?.isOpen(this.clock.now())) throw new RecentSignInRequired();
    return user;
  }
}
