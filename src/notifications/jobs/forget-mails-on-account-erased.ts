import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ForgetMails } from '../commands/forget-mails.ts';

@Reaction({ to: AccountErased, name: 'forget-mails-on-account-erased', queue: 'notifications' })
export class ForgetMailsOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId }: AccountErased) {
    return new ForgetMails(userId);
  }
}
