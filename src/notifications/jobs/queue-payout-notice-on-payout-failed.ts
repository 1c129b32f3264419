import { PayoutFailed } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: PayoutFailed, name: 'queue-payout-notice-on-payout-failed', queue: 'notifications' })
export class QueuePayoutNoticeOnPayoutFailed implements CommandReaction<PayoutFailed> {
  command({ payeeId, payoutId, amount, currency, reason }: PayoutFailed) {
    return new QueueMail({ userId: payeeId }, 'payout-failed', { payoutId, amount, currency, reason });
  }
}
