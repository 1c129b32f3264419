import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { PayoutView } from '../billing.contract.ts';
import { LoseTrackOfPayout } from '../commands/lose-track-of-payout.ts';
import { RecordTransfer } from '../commands/record-transfer.ts';
import { RequestPayout } from '../commands/request-payout.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import { PayoutAccountNotReady } from '../domain/payout.errors.ts';
import { PayoutGateway, type ProviderTransfer } from '../domain/payout-gateway.ts';
import { GetOpenPayout, type OpenPayout } from '../queries/get-open-payout.ts';
import { GetPayout } from '../queries/get-payout.ts';
import { GetPayoutAccount } from '../queries/get-payout-account.ts';
import { askProvider } from './ask-provider.ts';
import { OnboardPayee } from './onboard-payee.ts';

const NEVER_MADE: ProviderTransfer = {
  id: null,
  failure: { code: 'never_made', message: 'The payment provider has not made this transfer.' },
  reversed: 0,
};

/** The posting is committed, then the provider is asked, then its answer is recorded: a crash between any two is picked up again. */
@Injectable()
export class PayOut {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PayoutGateway,
    private readonly onboarding: OnboardPayee,
    private readonly clock: Clock,
  ) {}

  /**
   * Pays out what a payee has, once, however often the same cause asks.
   * @throws what RequestPayout throws
   * @throws OutcomeUnknown when the provider does not answer; the same cause repeated goes on where this one stopped
   */
  async payOut(request: RequestPayout): Promise<PayoutView> {
    const { payoutId } = await this.commands.execute(request).catch(async error => {
      if (!(error instanceof PayoutAccountNotReady)) throw error;
      await this.askForAccount(request.payeeId);
      return this.commands.execute(request);
    });
    await this.resume(payoutId);
    return this.queries.execute(new GetPayout(payoutId));
  }

  /** Finds out what became of a payout. @throws OutcomeUnknown */
  async resume(payoutId: string): Promise<void> {
    const open = await this.queries.execute(new GetOpenPayout(payoutId));
    if (!open) return;
    const told = await this.ask(open).catch(async error => {
      const keyIsSpent = error instanceof OutcomeUnknown && error.keyIsSpent;
      await this.commands.execute(new LoseTrackOfPayout(payoutId, keyIsSpent));
      throw error;
    });
    await this.commands.execute(new RecordTransfer(payoutId, told));
  }

  /**
   * The notice that an account is ready may have been lost, and the provider's list of notices has none of payees' accounts.
   * Where it does not answer either, what is known stands.
   */
  private async askForAccount(payeeId: string): Promise<void> {
    const account = await this.queries.execute(new GetPayoutAccount(payeeId));
    if (!account) return;
    await this.onboarding.refresh(account.id).catch(error => {
      if (!(error instanceof OutcomeUnknown)) throw error;
    });
  }

  private ask(open: OpenPayout): Promise<ProviderTransfer> {
    const { payoutId, askedAt, spentAt, state } = open;
    const order = {
      askedAt,
      spentAt,
      wasSent: state !== 'pending',
      send: () => this.gateway.transfer(open),
      look: async () => (await this.gateway.transfersOf(payoutId))[0],
      neverMade: () => NEVER_MADE,
    };
    return askProvider(order, this.clock.now());
  }
}
