import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import { Proofs } from '../domain/proof.ts';
import { Users } from '../domain/user.ts';

/** @throws LinkInvalid */
export class VerifyEmail extends Command<void> {
  constructor(readonly proofId: string) {
    super();
  }
}

@CommandHandler(VerifyEmail)
export class VerifyEmailHandler implements ICommandHandler<VerifyEmail> {
  constructor(
    private readonly proofs: Proofs,
    private readonly users: Users,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ proofId }: VerifyEmail): Promise<void> {
    const now = this.clock.now();
    const proof = await this.proofs.lock(proofId, 'verify-email');
    proof.use(now);
    const user = await this.users.lockByEmail(proof.email);
    if (!user) throw new LinkInvalid();
    user.verifyEmail(now);
    await this.audit.record({ action: 'identity.email_verified', subject: `user:${user.id}`, actor: user.id });
  }
}
