import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { Users } from '../domain/user.ts';
import { normalizeEmail } from '../email.contract.ts';

/** Tells the owner of an account, if there is one, that somebody keeps trying to get in. */
export class ReportFailedSignIns extends Command<void> {
  constructor(readonly email: string) {
    super();
  }
}

@CommandHandler(ReportFailedSignIns)
export class ReportFailedSignInsHandler implements ICommandHandler<ReportFailedSignIns> {
  constructor(
    private readonly users: Users,
    private readonly audit: AuditLog,
  ) {}

  async execute({ email }: ReportFailedSignIns): Promise<void> {
    const user = await this.users.lockByEmail(normalizeEmail(email));
    user?.alert('many_failed_sign_ins');
    await this.audit.record({
      action: 'identity.many_failed_sign_ins',
      subject: user ? `user:${user.id}` : 'user:unknown',
    });
  }
}
