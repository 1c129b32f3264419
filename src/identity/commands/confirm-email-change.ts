import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { EmailChanges } from '../domain/email-change.ts';
import { Proofs } from '../domain/proof.ts';
import { Sessions } from '../domain/session.ts';
import { Users } from '../domain/user.ts';

/**
 * One of the two links was followed; with the second the address changes, and every session ends.
 * @returns whether the address has changed
 * @throws LinkInvalid @throws EmailTaken
 */
export class ConfirmEmailChange extends Command<boolean> {
  constructor(
    readonly changeId: string,
    readonly end: 'old' | 'new',
  ) {
    super();
  }
}

@CommandHandler(ConfirmEmailChange)
export class ConfirmEmailChangeHandler implements ICommandHandler<ConfirmEmailChange> {
  constructor(
    private readonly changes: EmailChanges,
    private readonly users: Users,
    private readonly proofs: Proofs,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ changeId, end }: ConfirmEmailChange): Promise<boolean> {
    const now = this.clock.now();
    const change = await this.changes.lock(changeId);
    if (!change.confirm(end, now)) return false;
    const user = await this.users.lock(change.userId);
    user.changeEmail(change.newEmail, now);
    // Links to an address that is nobody's any more lead nowhere, and nobody would forget them with the account.
    await this.proofs.forget(change.oldEmail);
    await this.sessions.endAll(user.id, 'account_changed', now);
    await this.audit.record({ action: 'identity.email_changed', subject: `user:${user.id}`, actor: user.id });
    return true;
  }
}
