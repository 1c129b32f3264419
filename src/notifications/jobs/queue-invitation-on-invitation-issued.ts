import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { InvitationIssued } from '../../organizations/organizations.contract.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: InvitationIssued, name: 'queue-invitation-on-invitation-issued', queue: 'notifications' })
export class QueueInvitationOnInvitationIssued implements CommandReaction<InvitationIssued> {
  command({ invitationId, organizationName, email, role }: InvitationIssued) {
    const link = { path: '/join-organization', purpose: 'join-organization', id: invitationId } as const;
    return new QueueMail({ userId: null, address: email }, 'invitation', { organizationName, role }, link);
  }
}
