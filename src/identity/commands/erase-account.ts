import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { LastAdministrator } from '../domain/account.errors.ts';
import { Credentials } from '../domain/credentials.ts';
import { type Owner, Owners } from '../domain/owners.ts';
import { Proofs } from '../domain/proof.ts';
import { Sessions } from '../domain/session.ts';
import { Users } from '../domain/user.ts';

/**
 * Forgets who a user is. Other contexts hear of it by AccountErased and forget what they know of the person.
 * @throws WrongPassword @throws RecentSignInRequired @throws LastAdministrator
 */
export class EraseAccount extends Command<void> {
  constructor(readonly owner: Owner) {
    super();
  }
}

@CommandHandler(EraseAccount)
export class EraseAccountHandler implements ICommandHandler<EraseAccount> {
  constructor(
    private readonly users: Users,
    private readonly owners: Owners,
    private readonly sessions: Sessions,
    private readonly credentials: Credentials,
    private readonly proofs: Proofs,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ owner }: EraseAccount): Promise<void> {
    const now = this.clock.now();
    const administrators = await this.users.lockAdministrators();
    const user = await this.owners.lock(owner);
    if (administrators.length === 1 && administrators[0] === user.id) throw new LastAdministrator();
    await this.proofs.forget(user.email);
    user.erase(now);
    await this.sessions.forget(user.id);
    await this.credentials.forget(user.id);
    await this.audit.record({ action: 'identity.account_erased', subject: `user:${user.id}` });
  }
}
