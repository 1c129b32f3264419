import { AccountAlert } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: AccountAlert, name: 'queue-alert-on-account-alert', queue: 'notifications' })
export class QueueAlertOnAccountAlert implements CommandReaction<AccountAlert> {
  command({ userId, alert, address }: AccountAlert) {
    return new QueueMail({ userId, address }, 'alert', { alert });
  }
}
