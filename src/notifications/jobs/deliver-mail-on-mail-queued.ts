import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { MailQueued } from '../domain/mail.ts';
import { DeliverMail } from '../processes/deliver-mail.ts';

@Reaction({ to: MailQueued, name: 'deliver-mail-on-mail-queued', queue: 'notifications' })
export class DeliverMailOnMailQueued implements ProcessReaction<MailQueued> {
  constructor(private readonly delivery: DeliverMail) {}

  process({ mailId }: MailQueued): Promise<void> {
    return this.delivery.deliver(mailId);
  }
}
