import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ForgetCoInstructor } from '../commands/forget-co-instructor.ts';

@Reaction({ to: AccountErased, name: 'forget-co-instructor-on-account-erased', queue: 'catalog' })
export class ForgetCoInstructorOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId }: AccountErased) {
    return new ForgetCoInstructor(userId);
  }
}
