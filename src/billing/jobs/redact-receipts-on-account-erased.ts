import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { RedactReceipts } from '../commands/redact-receipts.ts';

@Reaction({ to: AccountErased, name: 'redact-receipts-on-account-erased', queue: 'billing' })
export class RedactReceiptsOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId }: AccountErased) {
    return new RedactReceipts(userId);
  }
}
