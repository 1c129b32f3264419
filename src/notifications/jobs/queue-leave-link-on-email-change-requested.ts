import { EmailChangeRequested } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: EmailChangeRequested, name: 'queue-leave-link-on-email-change-requested', queue: 'notifications' })
export class QueueLeaveLinkOnEmailChangeRequested implements CommandReaction<EmailChangeRequested> {
  command({ changeId, userId, oldEmail, newEmail }: EmailChangeRequested) {
    const link = { path: '/confirm-email-change', purpose: 'leave-email', id: changeId } as const;
    return new QueueMail({ userId, address: oldEmail }, 'leave-email', { oldEmail, newEmail }, link);
  }
}
