import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { referenceOf, TOKEN, TokenLedger, walletOf, withdrawalOf } from '../domain/token-ledger.ts';
import { WithdrawnAwards } from '../domain/withdrawn-awards.ts';

/** Takes back what a learner was awarded, or will be when its award is heard of later: the order makes no difference. */
export class WithdrawAward extends Command<void> {
  constructor(
    readonly learnerId: string,
    readonly rule: string,
    readonly source: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawAward)
export class WithdrawAwardHandler implements ICommandHandler<WithdrawAward> {
  constructor(
    private readonly ledger: TokenLedger,
    private readonly withdrawn: WithdrawnAwards,
    private readonly clock: Clock,
  ) {}

  async execute({ learnerId, rule, source }: WithdrawAward): Promise<void> {
    const now = this.clock.now();
    const reference = referenceOf(learnerId, rule, source);
    // Awards wait for it, so that none slips in unseen.
    await this.ledger.lock(walletOf(learnerId), TOKEN);
    await this.withdrawn.add(reference, now);
    const award = await this.ledger.entriesOf(reference);
    if (award.length > 0) await this.ledger.post(withdrawalOf(reference, award, now));
  }
}
