import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { type Payout, Payouts } from '../domain/payout.ts';
import type { ProviderTransfer } from '../domain/payout-gateway.ts';
import { owedAgain, payoutReturnOf, payoutReversalOf, payoutSettlementOf } from '../domain/payout-postings.ts';
import { standingsOf } from '../domain/standing.ts';

/** Takes over what the provider says of the transfer of a payout, and posts the money that moved. */
export class RecordTransfer extends Command<void> {
  constructor(
    readonly payoutId: string,
    readonly told: ProviderTransfer,
  ) {
    super();
  }
}

@CommandHandler(RecordTransfer)
export class RecordTransferHandler implements ICommandHandler<RecordTransfer> {
  constructor(
    private readonly payouts: Payouts,
    private readonly ledger: MoneyLedger,
    private readonly clock: Clock,
  ) {}

  async execute({ payoutId, told }: RecordTransfer): Promise<void> {
    const payout = await this.payouts.lock(payoutId);
    const now = this.clock.now();
    const { end, takenBack } = payout.learn(told);
    if (end === 'paid') await this.ledger.post(payoutSettlementOf(payout, now));
    if (end === 'failed') await this.ledger.post(payoutReturnOf(payout, await this.standings(payout), now));
    if (takenBack > 0) await this.ledger.post(payoutReversalOf(payout, takenBack, await this.standings(payout), now));
  }

  private standings(payout: Payout) {
    return standingsOf(this.ledger, [owedAgain(payout, payout.amount.amount)]);
  }
}
