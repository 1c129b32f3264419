import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { OneTimeCodes } from '../domain/one-time-codes.ts';
import { SecondFactors } from '../domain/second-factor.ts';
import { Secrets } from '../domain/secrets.ts';
import { WrongCode } from '../domain/sign-in.errors.ts';
import { Users } from '../domain/user.ts';

/** Uses up a code of the authenticator, or a recovery code. @throws WrongCode */
export class UseSecondFactor extends Command<void> {
  constructor(
    readonly userId: string,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(UseSecondFactor)
export class UseSecondFactorHandler implements ICommandHandler<UseSecondFactor> {
  constructor(
    private readonly users: Users,
    private readonly factors: SecondFactors,
    private readonly secrets: Secrets,
    private readonly codes: OneTimeCodes,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, code }: UseSecondFactor): Promise<void> {
    const user = await this.users.lock(userId);
    const factor = await this.factors.lock(userId);
    if (!factor?.confirmedAt) throw new WrongCode();
    const step = this.codes.stepOf(code, this.secrets.open(factor.sealedSecret, 'authenticator'), this.clock.now());
    if (step !== undefined) return factor.useCode(step);
    factor.useRecoveryCode(this.codes.recoveryHash(code));
    user.alert('recovery_code_used');
    await this.audit.record({ action: 'identity.recovery_code_used', subject: `user:${userId}`, actor: userId });
  }
}
