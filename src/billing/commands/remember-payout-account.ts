import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { PayoutAccounts } from '../domain/payout-account.ts';

/** @returns the account that stays: the first one remembered for a user */
export class RememberPayoutAccount extends Command<string> {
  constructor(
    readonly userId: string,
    readonly providerId: string,
  ) {
    super();
  }
}

@CommandHandler(RememberPayoutAccount)
export class RememberPayoutAccountHandler implements ICommandHandler<RememberPayoutAccount> {
  constructor(
    private readonly accounts: PayoutAccounts,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, providerId }: RememberPayoutAccount): Promise<string> {
    return this.accounts.remember(userId, providerId, this.clock.now());
  }
}
