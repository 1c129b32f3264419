import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { RecordPayoutAccount } from '../commands/record-payout-account.ts';
import { RememberPayoutAccount } from '../commands/remember-payout-account.ts';
import { PayoutAccountMissing } from '../domain/payout.errors.ts';
import { type OnboardingLink, PayoutGateway } from '../domain/payout-gateway.ts';
import { GetPayoutAccount } from '../queries/get-payout-account.ts';

/** Has a payee set up an account that they are paid out to: one for each, however many windows ask. */
@Injectable()
export class OnboardPayee {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PayoutGateway,
    private readonly clock: Clock,
  ) {}

  /** @throws PayoutAccountRefused, OutcomeUnknown */
  async onboard(userId: string): Promise<OnboardingLink> {
    const account = await this.queries.execute(new GetPayoutAccount(userId));
    const accountId = account?.id ?? (await this.open(userId));
    await this.refresh(accountId);
    return this.gateway.onboardingLink(accountId);
  }

  /** Asks the provider what it says of an account now. @throws OutcomeUnknown */
  async refresh(accountId: string): Promise<void> {
    const askedAt = this.clock.now();
    await this.commands.execute(new RecordPayoutAccount(await this.gateway.account(accountId), askedAt));
  }

  private async open(userId: string): Promise<string> {
    const owner = await this.queries.execute(new GetAccount(userId));
    if (!owner) throw new PayoutAccountMissing();
    const accountId = await this.gateway.openAccount(userId, owner.email);
    return this.commands.execute(new RememberPayoutAccount(userId, accountId));
  }
}
