import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AuditLog } from '../audit.contract.ts';
import { EmailChange, EmailChanges } from '../domain/email-change.ts';
import { Users } from '../domain/user.ts';
import { normalizeEmail } from '../email.contract.ts';

/** For a user who has just proven themselves: links go to both addresses. It does not tell whether the new one is taken. */
export class RequestEmailChange extends Command<void> {
  constructor(
    readonly userId: string,
    readonly newEmail: string,
  ) {
    super();
  }
}

@CommandHandler(RequestEmailChange)
export class RequestEmailChangeHandler implements ICommandHandler<RequestEmailChange> {
  constructor(
    private readonly users: Users,
    private readonly changes: EmailChanges,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, newEmail }: RequestEmailChange): Promise<void> {
    const user = await this.users.lock(userId);
    await this.changes.forget(userId);
    this.changes.add(EmailChange.request(newId(), userId, user.email, normalizeEmail(newEmail), this.clock.now()));
    await this.audit.record({ action: 'identity.email_change_requested', subject: `user:${userId}` });
  }
}
