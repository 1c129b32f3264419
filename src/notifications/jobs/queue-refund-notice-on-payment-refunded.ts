import { PaymentRefunded } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: PaymentRefunded, name: 'queue-refund-notice-on-payment-refunded', queue: 'notifications' })
export class QueueRefundNoticeOnPaymentRefunded implements CommandReaction<PaymentRefunded> {
  command({ payerId, paymentId, description, amount, currency }: PaymentRefunded) {
    return new QueueMail({ userId: payerId }, 'refunded', { paymentId, description, amount, currency });
  }
}
