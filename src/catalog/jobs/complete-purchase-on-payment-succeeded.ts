import { PaymentSucceeded } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { CompletePurchase } from '../commands/complete-purchase.ts';

@Reaction({ to: PaymentSucceeded, name: 'complete-purchase-on-payment-succeeded', queue: 'catalog' })
export class CompletePurchaseOnPaymentSucceeded implements CommandReaction<PaymentSucceeded> {
  command({ purpose, reference }: PaymentSucceeded) {
    return purpose === 'course_purchase' ? new CompletePurchase(reference) : undefined;
  }
}
