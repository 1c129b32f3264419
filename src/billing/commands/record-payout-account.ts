import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PayoutAccounts, type ProviderAccount } from '../domain/payout-account.ts';

/** Takes over what the provider says of a payee's account. What it said earlier changes nothing. */
export class RecordPayoutAccount extends Command<void> {
  constructor(
    readonly told: ProviderAccount,
    readonly askedAt: Date,
  ) {
    super();
  }
}

@CommandHandler(RecordPayoutAccount)
export class RecordPayoutAccountHandler implements ICommandHandler<RecordPayoutAccount> {
  constructor(private readonly accounts: PayoutAccounts) {}

  async execute({ told, askedAt }: RecordPayoutAccount): Promise<void> {
    await this.accounts.learn(told, askedAt);
  }
}
