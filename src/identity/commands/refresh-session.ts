import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { GRACE_MS, RefreshTokens } from '../domain/refresh-tokens.ts';
import { type Session, Sessions } from '../domain/session.ts';
import { RefreshTokenInvalid } from '../domain/sign-in.errors.ts';
import { Users } from '../domain/user.ts';

export type Refreshed =
  /** The successor that was offered has taken the token's place. */
  | { readonly outcome: 'rotated'; readonly userId: string; readonly sessionId: string }
  /** The token was used a moment ago; this is the sealed successor that it got then. */
  | { readonly outcome: 'repeated'; readonly userId: string; readonly sessionId: string; readonly successor: string }
  /** The token was used before by somebody else, so its family is over. */
  | { readonly outcome: 'replayed' };

/**
 * Uses a refresh token up. A replay is an outcome and no error, because what follows from it has to be kept.
 * @throws RefreshTokenInvalid
 */
export class RefreshSession extends Command<Refreshed> {
  constructor(
    readonly tokenHash: Buffer,
    readonly next: { readonly hash: Buffer; readonly sealed: string },
  ) {
    super();
  }
}

@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession> {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly sessions: Sessions,
    private readonly users: Users,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ tokenHash, next }: RefreshSession): Promise<Refreshed> {
    const now = this.clock.now();
    const rotatedIn = await this.refreshTokens.use(tokenHash, next, now);
    if (rotatedIn) {
      const session = await this.openSession(rotatedIn, now);
      session.use(now);
      return { outcome: 'rotated', userId: session.userId, sessionId: session.id };
    }
    const used = await this.refreshTokens.used(tokenHash);
    if (!used) throw new RefreshTokenInvalid();
    const session = await this.openSession(used.sessionId, now);
    if (now.getTime() - used.usedAt.getTime() <= GRACE_MS)
      return { outcome: 'repeated', userId: session.userId, sessionId: session.id, successor: used.successor };
    await this.endReplayed(session, now);
    return { outcome: 'replayed' };
  }

  private async openSession(id: string, now: Date): Promise<Session> {
    const session = await this.sessions.lock(id);
    if (!session?.isOpen(now)) throw new RefreshTokenInvalid();
    return session;
  }

  private async endReplayed(session: Session, now: Date): Promise<void> {
    session.end('replayed', now);
    (await this.users.lock(session.userId)).alert('session_replayed');
    await this.audit.record({
      action: 'identity.session_replayed',
      subject: `session:${session.id}`,
      actor: session.userId,
    });
  }
}
