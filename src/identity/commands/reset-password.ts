import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import { ApiKeys } from '../domain/api-key.ts';
import { Credentials } from '../domain/credentials.ts';
import { Proofs } from '../domain/proof.ts';
import { Sessions } from '../domain/session.ts';
import { type User, Users } from '../domain/user.ts';

/** A new password for whoever reads the mail of the account; every session and every API key ends. @throws LinkInvalid */
export class ResetPassword extends Command<void> {
  constructor(
    readonly proofId: string,
    readonly passwordHash: string,
  ) {
    super();
  }
}

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly proofs: Proofs,
    private readonly users: Users,
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly credentials: Credentials,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ proofId, passwordHash }: ResetPassword): Promise<void> {
    const now = this.clock.now();
    const proof = await this.proofs.lock(proofId, 'reset-password');
    proof.use(now);
    await this.proofs.forget(proof.email, 'reset-password', proof.id);
    const user = await this.users.lockByEmail(proof.email);
    if (!user) throw new LinkInvalid();
    if (!user.emailVerifiedAt) await this.dropCredentials(user);
    // Whoever has had the account without its owner may have left one, which would outlive the password.
    await this.keys.revokeAll(user.id, now);
    user.verifyEmail(now);
    user.setPassword(passwordHash);
    await this.sessions.endAll(user.id, 'password_changed', now);
    await this.audit.record({ action: 'identity.password_reset', subject: `user:${user.id}`, actor: user.id });
  }

  /** Whoever opened the account never showed that the address is theirs: nothing of theirs lets them in any more. */
  private async dropCredentials({ id }: User): Promise<void> {
    await this.credentials.forget(id);
    await this.audit.record({ action: 'identity.credentials_dropped', subject: `user:${id}`, actor: id });
  }
}
