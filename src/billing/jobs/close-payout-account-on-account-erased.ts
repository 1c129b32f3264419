import { AccountErased } from '../../identity/identity.contract.ts';
import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ClosePayoutAccount } from '../commands/close-payout-account.ts';

@Reaction({ to: AccountErased, name: 'close-payout-account-on-account-erased', queue: 'billing' })
export class ClosePayoutAccountOnAccountErased implements CommandReaction<AccountErased> {
  command({ userId }: AccountErased) {
    return new ClosePayoutAccount(userId);
  }
}
