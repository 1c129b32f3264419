import { PayoutPaid } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: PayoutPaid, name: 'queue-payout-notice-on-payout-paid', queue: 'notifications' })
export class QueuePayoutNoticeOnPayoutPaid implements CommandReaction<PayoutPaid> {
  command({ payeeId, payoutId, amount, currency }: PayoutPaid) {
    return new QueueMail({ userId: payeeId }, 'payout-paid', { payoutId, amount, currency });
  }
}
