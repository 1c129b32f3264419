import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { PayoutDue } from '../domain/payout-run.ts';
import { PayOutInRun } from '../processes/pay-out-in-run.ts';

/** On a queue of its own, so that webhooks do not wait behind a run. */
@Reaction({ to: PayoutDue, name: 'pay-out-on-payout-due', queue: 'payouts' })
export class PayOutOnPayoutDue implements ProcessReaction<PayoutDue> {
  constructor(private readonly paying: PayOutInRun) {}

  process(due: PayoutDue): Promise<void> {
    return this.paying.pay(due);
  }
}
