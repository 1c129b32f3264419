import { EmailChangeRequested } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: EmailChangeRequested, name: 'queue-enter-link-on-email-change-requested', queue: 'notifications' })
export class QueueEnterLinkOnEmailChangeRequested implements CommandReaction<EmailChangeRequested> {
  command({ changeId, userId, oldEmail, newEmail }: EmailChangeRequested) {
    const link = { path: '/confirm-email-change', purpose: 'enter-email', id: changeId } as const;
    return new QueueMail({ userId, address: newEmail }, 'enter-email', { oldEmail, newEmail }, link);
  }
}
