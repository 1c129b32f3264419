import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ForgetPerson } from '../commands/forget-person.ts';

@Reaction({ to: AccountErased, name: 'forget-person-on-account-erased', queue: 'organizations' })
export class ForgetPersonOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId, email }: AccountErased) {
    return new ForgetPerson(userId, email);
  }
}
