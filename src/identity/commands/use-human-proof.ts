import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import { Proofs } from '../domain/proof.ts';
import { normalizeEmail } from '../email.contract.ts';

/** A mail that was read stands in for a captcha that can't be checked. @throws LinkInvalid also for another address */
export class UseHumanProof extends Command<void> {
  constructor(
    readonly proofId: string,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(UseHumanProof)
export class UseHumanProofHandler implements ICommandHandler<UseHumanProof> {
  constructor(
    private readonly proofs: Proofs,
    private readonly clock: Clock,
  ) {}

  async execute({ proofId, email }: UseHumanProof): Promise<void> {
    const proof = await this.proofs.lock(proofId, 'prove-human');
    if (proof.email !== normalizeEmail(email)) throw new LinkInvalid();
    proof.use(this.clock.now());
  }
}
