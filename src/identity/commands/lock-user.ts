import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { NotAdministratorAnyMore } from '../domain/account.errors.ts';
import { Sessions } from '../domain/session.ts';
import { Users } from '../domain/user.ts';

/**
 * Shuts a user out at once: sessions end, API keys stop.
 * @throws UserNotFound @throws CannotDoThisToOneself @throws NotAdministratorAnyMore
 */
export class LockUser extends Command<void> {
  constructor(
    readonly userId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

@CommandHandler(LockUser)
export class LockUserHandler implements ICommandHandler<LockUser> {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, actorId }: LockUser): Promise<void> {
    const now = this.clock.now();
    if (!(await this.users.lockAdministrators()).includes(actorId)) throw new NotAdministratorAnyMore();
    (await this.users.lock(userId)).lock(actorId, now);
    await this.sessions.endAll(userId, 'account_changed', now);
    await this.audit.record({ action: 'identity.user_locked', subject: `user:${userId}` });
  }
}
