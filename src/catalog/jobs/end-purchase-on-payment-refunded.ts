import { PaymentRefunded } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { EndPurchase } from '../commands/end-purchase.ts';

@Reaction({ to: PaymentRefunded, name: 'end-purchase-on-payment-refunded', queue: 'catalog' })
export class EndPurchaseOnPaymentRefunded implements CommandReaction<PaymentRefunded> {
  command({ purpose, reference, total }: PaymentRefunded) {
    return purpose === 'course_purchase' && total ? new EndPurchase(reference) : undefined;
  }
}
