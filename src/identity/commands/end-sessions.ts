import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { Sessions } from '../domain/session.ts';

/** Signs a user out everywhere. @param exceptId the session that goes on */
export class EndSessions extends Command<void> {
  constructor(
    readonly userId: string,
    readonly exceptId?: string,
  ) {
    super();
  }
}

@CommandHandler(EndSessions)
export class EndSessionsHandler implements ICommandHandler<EndSessions> {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, exceptId }: EndSessions): Promise<void> {
    await this.sessions.endAll(userId, 'logged_out', this.clock.now(), exceptId);
    await this.audit.record({ action: 'identity.sessions_ended', subject: `user:${userId}` });
  }
}
