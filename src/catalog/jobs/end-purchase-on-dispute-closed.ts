import { DisputeClosed } from '../../billing/billing.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { EndPurchase } from '../commands/end-purchase.ts';

@Reaction({ to: DisputeClosed, name: 'end-purchase-on-dispute-closed', queue: 'catalog' })
export class EndPurchaseOnDisputeClosed implements CommandReaction<DisputeClosed> {
  command({ purpose, reference, total }: DisputeClosed) {
    return purpose === 'course_purchase' && total ? new EndPurchase(reference) : undefined;
  }
}
