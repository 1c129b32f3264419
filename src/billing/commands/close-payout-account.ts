import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { PayoutAccounts } from '../domain/payout-account.ts';

/** The payee was erased. They are still owed what they earned: runs pay it to their account, to the last cent. */
export class ClosePayoutAccount extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(ClosePayoutAccount)
export class ClosePayoutAccountHandler implements ICommandHandler<ClosePayoutAccount> {
  constructor(
    private readonly accounts: PayoutAccounts,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: ClosePayoutAccount): Promise<void> {
    await this.accounts.close(userId, this.clock.now());
  }
}
