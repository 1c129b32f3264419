import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AwardRules } from '../domain/award-rules.ts';
import { awardOf, referenceOf, TOKEN, TokenLedger, walletOf } from '../domain/token-ledger.ts';
import { WithdrawnAwards } from '../domain/withdrawn-awards.ts';

/** Awards what a rule gives, once for each learner, rule and source, unless that was withdrawn. */
export class AwardTokens extends Command<void> {
  constructor(
    readonly learnerId: string,
    readonly rule: string,
    readonly source: string,
  ) {
    super();
  }
}

@CommandHandler(AwardTokens)
export class AwardTokensHandler implements ICommandHandler<AwardTokens> {
  constructor(
    private readonly rules: AwardRules,
    private readonly ledger: TokenLedger,
    private readonly withdrawn: WithdrawnAwards,
    private readonly clock: Clock,
  ) {}

  async execute({ learnerId, rule, source }: AwardTokens): Promise<void> {
    const amount = await this.rules.amountOf(rule);
    if (amount === 0) return;
    await this.ledger.lock(walletOf(learnerId), TOKEN);
    if (await this.withdrawn.includes(referenceOf(learnerId, rule, source))) return;
    await this.ledger.post(awardOf(learnerId, rule, source, amount, this.clock.now()));
  }
}
