import { AccountErased } from '../../identity/identity.contract.ts';
import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ForgetPayer } from '../processes/forget-payer.ts';

@Reaction({ to: AccountErased, name: 'forget-payer-on-account-erased', queue: 'billing' })
export class ForgetPayerOnAccountErased implements ProcessReaction<AccountErased> {
  constructor(private readonly forgetting: ForgetPayer) {}

  process({ userId }: AccountErased): Promise<void> {
    return this.forgetting.forget(userId);
  }
}
