import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { Sessions } from '../domain/session.ts';
import { Users } from '../domain/user.ts';

/** For a user who has just proven themselves. Their other sessions end. */
export class ChangePassword extends Command<void> {
  constructor(
    readonly userId: string,
    readonly passwordHash: string,
    readonly sessionId: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, passwordHash, sessionId }: ChangePassword): Promise<void> {
    const user = await this.users.lock(userId);
    user.setPassword(passwordHash);
    await this.sessions.endAll(userId, 'password_changed', this.clock.now(), sessionId);
    await this.audit.record({ action: 'identity.password_changed', subject: `user:${userId}` });
  }
}
