import { UserSignedUp } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { LinkInvitations } from '../commands/link-invitations.ts';

@Reaction({ to: UserSignedUp, name: 'link-invitations-on-user-signed-up', queue: 'organizations' })
export class LinkInvitationsOnUserSignedUp implements CommandReaction<UserSignedUp> {
  command({ email, userId }: UserSignedUp) {
    return new LinkInvitations(email, userId);
  }
}
