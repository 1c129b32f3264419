import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { SessionNotFound } from '../domain/session.errors.ts';
import { Sessions } from '../domain/session.ts';

/** Access tokens of the session are worth nothing from here on. @throws SessionNotFound also for somebody else's */
export class EndSession extends Command<void> {
  constructor(
    readonly sessionId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ sessionId, userId }: EndSession): Promise<void> {
    const now = this.clock.now();
    const session = await this.sessions.lock(sessionId);
    if (session?.userId !== userId || !session.isOpen(now)) throw new SessionNotFound();
    session.end('logged_out', now);
    await this.audit.record({ action: 'identity.session_ended', subject: `session:${sessionId}` });
  }
}
