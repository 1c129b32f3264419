import { PaymentSucceeded } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: PaymentSucceeded, name: 'queue-receipt-on-payment-succeeded', queue: 'notifications' })
export class QueueReceiptOnPaymentSucceeded implements CommandReaction<PaymentSucceeded> {
  command({ payerId, paymentId, description, amount, currency }: PaymentSucceeded) {
    return new QueueMail({ userId: payerId }, 'receipt', { paymentId, description, amount, currency });
  }
}
