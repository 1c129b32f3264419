import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { SecondFactorNotEnrolled } from '../domain/second-factor.errors.ts';
import { SecondFactors } from '../domain/second-factor.ts';
import { Users } from '../domain/user.ts';

/** For a user who has just proven themselves. @throws SecondFactorNotEnrolled */
export class DisableSecondFactor extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(DisableSecondFactor)
export class DisableSecondFactorHandler implements ICommandHandler<DisableSecondFactor> {
  constructor(
    private readonly users: Users,
    private readonly factors: SecondFactors,
    private readonly audit: AuditLog,
  ) {}

  async execute({ userId }: DisableSecondFactor): Promise<void> {
    const user = await this.users.lock(userId);
    const factor = await this.factors.lock(userId);
    if (!factor) throw new SecondFactorNotEnrolled();
    this.factors.remove(factor);
    if (factor.confirmedAt) user.alert('second_factor_disabled');
    await this.audit.record({ action: 'identity.second_factor_disabled', subject: `user:${userId}` });
  }
}
