import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { OneTimeCodes } from '../domain/one-time-codes.ts';
import { Owners, type SignedIn } from '../domain/owners.ts';
import { SecondFactorEnabled, SecondFactorNotEnrolled } from '../domain/second-factor.errors.ts';
import { SecondFactors } from '../domain/second-factor.ts';
import { Secrets } from '../domain/secrets.ts';
import { WrongCode } from '../domain/sign-in.errors.ts';

/**
 * A first code shows that the app has the secret; from now on signing in needs one.
 * @returns the recovery codes, this once
 * @throws RecentSignInRequired @throws SecondFactorNotEnrolled @throws SecondFactorEnabled @throws WrongCode
 */
export class ConfirmSecondFactor extends Command<string[]> {
  constructor(
    readonly signedIn: SignedIn,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmSecondFactor)
export class ConfirmSecondFactorHandler implements ICommandHandler<ConfirmSecondFactor> {
  constructor(
    private readonly owners: Owners,
    private readonly factors: SecondFactors,
    private readonly secrets: Secrets,
    private readonly codes: OneTimeCodes,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ signedIn, code }: ConfirmSecondFactor): Promise<string[]> {
    const now = this.clock.now();
    const user = await this.owners.lockSignedIn(signedIn);
    const factor = await this.factors.lock(user.id);
    if (!factor) throw new SecondFactorNotEnrolled();
    if (factor.confirmedAt) throw new SecondFactorEnabled();
    const step = this.codes.stepOf(code, this.secrets.open(factor.sealedSecret, 'authenticator'), now);
    if (step === undefined) throw new WrongCode();
    const recoveryCodes = this.codes.newRecoveryCodes();
    factor.confirm(
      step,
      recoveryCodes.map(recovery => this.codes.recoveryHash(recovery)),
      now,
    );
    user.alert('second_factor_enabled');
    await this.audit.record({ action: 'identity.second_factor_enabled', subject: `user:${user.id}` });
    return recoveryCodes;
  }
}
