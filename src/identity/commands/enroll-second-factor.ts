import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { type Owner, Owners } from '../domain/owners.ts';
import { SecondFactorEnabled } from '../domain/second-factor.errors.ts';
import { SecondFactor, SecondFactors } from '../domain/second-factor.ts';

/**
 * Keeps the secret of an authenticator until a first code confirms it; a later one replaces it.
 * @throws WrongPassword @throws RecentSignInRequired @throws SecondFactorEnabled
 */
export class EnrollSecondFactor extends Command<void> {
  constructor(
    readonly owner: Owner,
    readonly sealedSecret: string,
  ) {
    super();
  }
}

@CommandHandler(EnrollSecondFactor)
export class EnrollSecondFactorHandler implements ICommandHandler<EnrollSecondFactor> {
  constructor(
    private readonly owners: Owners,
    private readonly factors: SecondFactors,
    private readonly audit: AuditLog,
  ) {}

  async execute({ owner, sealedSecret }: EnrollSecondFactor): Promise<void> {
    const user = await this.owners.lock(owner);
    const former = await this.factors.lock(user.id);
    if (former?.confirmedAt) throw new SecondFactorEnabled();
    if (former) former.replaceSecret(sealedSecret);
    else this.factors.add(SecondFactor.enroll(user.id, sealedSecret));
    await this.audit.record({ action: 'identity.second_factor_enrolled', subject: `user:${user.id}` });
  }
}
