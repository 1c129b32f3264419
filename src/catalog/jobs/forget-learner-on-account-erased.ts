import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ForgetLearner } from '../commands/forget-learner.ts';

@Reaction({ to: AccountErased, name: 'forget-learner-on-account-erased', queue: 'catalog' })
export class ForgetLearnerOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId }: AccountErased) {
    return new ForgetLearner(userId);
  }
}
