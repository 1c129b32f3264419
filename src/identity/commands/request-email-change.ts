import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AuditLog } from '../audit.contract.ts';
import { EmailChange, EmailChanges } from '../domain/email-change.ts';
import { type Owner, Owners } from '../domain/owners.ts';
import { normalizeEmail } from '../email.contract.ts';

/**
 * Links go to both addresses. It does not tell whether the new one is taken.
 * @throws WrongPassword @throws RecentSignInRequired
 */
export class RequestEmailChange extends Command<void> {
  constructor(
    readonly owner: Owner,
    readonly newEmail: string,
  ) {
    super();
  }
}

@CommandHandler(RequestEmailChange)
export class RequestEmailChangeHandler implements ICommandHandler<RequestEmailChange> {
  constructor(
    private readonly owners: Owners,
    private readonly changes: EmailChanges,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, newEmail }: RequestEmailChange): Promise<void> {
    const user = await this.owners.lock(owner);
    await this.changes.forget(user.id);
    this.changes.add(EmailChange.request(newId(), user.id, user.email, normalizeEmail(newEmail), this.clock.now()));
    await this.audit.record({ action: 'identity.email_change_requested', subject: `user:${user.id}` });
  }
}
