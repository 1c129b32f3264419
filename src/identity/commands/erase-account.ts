import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { Credentials } from '../domain/credentials.ts';
import { Proofs } from '../domain/proof.ts';
import { Sessions } from '../domain/session.ts';
import { Users } from '../domain/user.ts';

/** Forgets who a user is. Other contexts hear of it by AccountErased and forget what they know of the person. */
export class EraseAccount extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(EraseAccount)
export class EraseAccountHandler implements ICommandHandler<EraseAccount> {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly credentials: Credentials,
    private readonly proofs: Proofs,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: EraseAccount): Promise<void> {
    const now = this.clock.now();
    const user = await this.users.lock(userId);
    await this.proofs.forget(user.email);
    user.erase(now);
    await this.sessions.forget(userId);
    await this.credentials.forget(userId);
    await this.audit.record({ action: 'identity.account_erased', subject: `user:${userId}` });
  }
}
