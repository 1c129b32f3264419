import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { type Owner, Owners } from '../domain/owners.ts';
import { SecondFactorNotEnrolled } from '../domain/second-factor.errors.ts';
import { SecondFactors } from '../domain/second-factor.ts';

/** @throws WrongPassword @throws RecentSignInRequired @throws SecondFactorNotEnrolled */
export class DisableSecondFactor extends Command<void> {
  constructor(readonly owner: Owner) {
    super();
  }
}

@CommandHandler(DisableSecondFactor)
export class DisableSecondFactorHandler implements ICommandHandler<DisableSecondFactor> {
  constructor(
    private readonly owners: Owners,
    private readonly factors: SecondFactors,
    private readonly audit: AuditLog,
  ) {}

  async execute({ owner }: DisableSecondFactor): Promise<void> {
    const user = await this.owners.lock(owner);
    const factor = await this.factors.lock(user.id);
    if (!factor) throw new SecondFactorNotEnrolled();
    this.factors.remove(factor);
    if (factor.confirmedAt) user.alert('second_factor_disabled');
    await this.audit.record({ action: 'identity.second_factor_disabled', subject: `user:${user.id}` });
  }
}
