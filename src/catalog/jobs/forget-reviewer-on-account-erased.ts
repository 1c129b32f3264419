import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ForgetReviewer } from '../commands/forget-reviewer.ts';

@Reaction({ to: AccountErased, name: 'forget-reviewer-on-account-erased', queue: 'catalog' })
export class ForgetReviewerOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId }: AccountErased) {
    return new ForgetReviewer(userId);
  }
}
