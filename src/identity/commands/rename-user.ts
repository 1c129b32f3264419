import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { Users } from '../domain/user.ts';

export class RenameUser extends Command<void> {
  constructor(
    readonly userId: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameUser)
export class RenameUserHandler implements ICommandHandler<RenameUser> {
  constructor(
    private readonly users: Users,
    private readonly audit: AuditLog,
  ) {}

  async execute({ userId, name }: RenameUser): Promise<void> {
    (await this.users.lock(userId)).rename(name);
    await this.audit.record({ action: 'identity.user_renamed', subject: `user:${userId}` });
  }
}
