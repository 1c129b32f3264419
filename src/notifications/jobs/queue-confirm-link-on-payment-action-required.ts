import { PaymentActionRequired } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({
  to: PaymentActionRequired,
  name: 'queue-confirm-link-on-payment-action-required',
  queue: 'notifications',
})
export class QueueConfirmLinkOnPaymentActionRequired implements CommandReaction<PaymentActionRequired> {
  command({ payerId, paymentId, description, amount, currency }: PaymentActionRequired) {
    const facts = { description, amount, currency };
    return new QueueMail({ userId: payerId }, 'confirm-payment', facts, { path: `/payments/${paymentId}` });
  }
}
