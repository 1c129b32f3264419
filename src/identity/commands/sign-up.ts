import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AuditLog } from '../audit.contract.ts';
import type { Role } from '../domain/permissions.ts';
import { Proof, Proofs } from '../domain/proof.ts';
import { User, Users } from '../domain/user.ts';
import { normalizeEmail } from '../email.contract.ts';

/** @returns the id of the user @throws EmailTaken */
export class SignUp extends Command<string> {
  constructor(
    readonly email: string,
    readonly name: string,
    readonly passwordHash: string,
    readonly roles: Role[] = ['learner'],
  ) {
    super();
  }
}

@CommandHandler(SignUp)
export class SignUpHandler implements ICommandHandler<SignUp> {
  constructor(
    private readonly users: Users,
    private readonly proofs: Proofs,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ email, name, passwordHash, roles }: SignUp): Promise<string> {
    const now = this.clock.now();
    const user = User.signUp(newId(), normalizeEmail(email), name, passwordHash, roles, now);
    this.users.add(user);
    this.proofs.add(Proof.request(newId(), 'verify-email', user.email, user.id, now));
    await this.audit.record({ action: 'identity.signed_up', subject: `user:${user.id}`, actor: user.id });
    return user.id;
  }
}
