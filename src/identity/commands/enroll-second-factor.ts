import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecondFactorEnabled } from '../domain/second-factor.errors.ts';
import { SecondFactor, SecondFactors } from '../domain/second-factor.ts';
import { Users } from '../domain/user.ts';

/** Keeps the secret of an authenticator until a first code confirms it; a later one replaces it. @throws SecondFactorEnabled */
export class EnrollSecondFactor extends Command<void> {
  constructor(
    readonly userId: string,
    readonly sealedSecret: string,
  ) {
    super();
  }
}

@CommandHandler(EnrollSecondFactor)
export class EnrollSecondFactorHandler implements ICommandHandler<EnrollSecondFactor> {
  constructor(
    private readonly users: Users,
    private readonly factors: SecondFactors,
  ) {}

  async execute({ userId, sealedSecret }: EnrollSecondFactor): Promise<void> {
    await this.users.lock(userId);
    const former = await this.factors.lock(userId);
    if (former?.confirmedAt) throw new SecondFactorEnabled();
    if (former) former.replaceSecret(sealedSecret);
    else this.factors.add(SecondFactor.enroll(userId, sealedSecret));
  }
}
