import { ProofRequested } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { QueueMail } from '../commands/queue-mail.ts';

@Reaction({ to: ProofRequested, name: 'queue-link-on-proof-requested', queue: 'notifications' })
export class QueueLinkOnProofRequested implements CommandReaction<ProofRequested> {
  command({ proofId, purpose, email, userId }: ProofRequested) {
    // Nobody is told by mail that they have no account.
    if (userId === null && purpose !== 'prove-human') return undefined;
    return new QueueMail({ userId, address: email }, purpose, {}, { path: `/${purpose}`, purpose, id: proofId });
  }
}
