import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { Users } from '../domain/user.ts';

/** @throws UserNotFound */
export class UnlockUser extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(UnlockUser)
export class UnlockUserHandler implements ICommandHandler<UnlockUser> {
  constructor(
    private readonly users: Users,
    private readonly audit: AuditLog,
  ) {}

  async execute({ userId }: UnlockUser): Promise<void> {
    (await this.users.lock(userId)).unlock();
    await this.audit.record({ action: 'identity.user_unlocked', subject: `user:${userId}` });
  }
}
