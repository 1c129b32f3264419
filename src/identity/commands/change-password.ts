import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { type Owner, Owners } from '../domain/owners.ts';
import { Sessions } from '../domain/session.ts';

/** The other sessions of the user end. @throws WrongPassword @throws RecentSignInRequired */
export class ChangePassword extends Command<void> {
  constructor(
    readonly owner: Owner,
    readonly passwordHash: string,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly owners: Owners,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, passwordHash }: ChangePassword): Promise<void> {
    const user = await this.owners.lock(owner);
    user.setPassword(passwordHash);
    await this.sessions.endAll(user.id, 'password_changed', this.clock.now(), owner.sessionId);
    await this.audit.record({ action: 'identity.password_changed', subject: `user:${user.id}` });
  }
}
