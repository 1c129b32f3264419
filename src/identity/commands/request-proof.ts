import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { PROOFS_PER_HOUR, Proof, type ProofPurpose, Proofs } from '../domain/proof.ts';
import { Users } from '../domain/user.ts';
import { normalizeEmail } from '../email.contract.ts';

const HOUR_MS = 3_600_000;

/** Has a link mailed to an address. It does the same work whether there is an account or not. */
export class RequestProof extends Command<void> {
  constructor(
    readonly purpose: ProofPurpose,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(RequestProof)
export class RequestProofHandler implements ICommandHandler<RequestProof> {
  constructor(
    private readonly proofs: Proofs,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  async execute({ purpose, email }: RequestProof): Promise<void> {
    const now = this.clock.now();
    const address = normalizeEmail(email);
    const recent = await this.proofs.countSince(address, purpose, new Date(now.getTime() - HOUR_MS));
    const user = await this.users.findByEmail(address);
    const isDue = user && !(purpose === 'verify-email' && user.emailVerifiedAt);
    if (recent < PROOFS_PER_HOUR)
      this.proofs.add(Proof.request(newId(), purpose, address, isDue ? user.id : null, now));
  }
}
