import { ReceiptIssued } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: ReceiptIssued, name: 'queue-receipt-on-receipt-issued', queue: 'notifications' })
export class QueueReceiptOnReceiptIssued implements CommandReaction<ReceiptIssued> {
  command({ payerId, paymentId, number, description, amount, currency }: ReceiptIssued) {
    const facts = { paymentId, number, description, amount, currency };
    return new QueueMail({ userId: payerId }, 'receipt', facts, { path: `/payments/${paymentId}/receipt` });
  }
}
