import { Injectable } from '@nestjs/common';
import { type Command, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { RecordPayoutAccount } from '../commands/record-payout-account.ts';
import { RecordTransfer } from '../commands/record-transfer.ts';
import { PayoutGateway } from '../domain/payout-gateway.ts';
import { GetPayoutEvent } from '../queries/get-payout-event.ts';

/** What an event about a transfer or about a payee's account calls for, asked of the provider. */
@Injectable()
export class HearOfPayouts {
  constructor(
    private readonly queries: QueryBus,
    private readonly gateway: PayoutGateway,
    private readonly clock: Clock,
  ) {}

  /** @throws OutcomeUnknown */
  async effectsOf(providerEventId: string): Promise<Command<unknown>[]> {
    const { payoutId, accountId } = (await this.queries.execute(new GetPayoutEvent(providerEventId))) ?? {};
    if (payoutId) {
      const made = await this.gateway.transfersOf(payoutId);
      return made.map(transfer => new RecordTransfer(payoutId, transfer));
    }
    const askedAt = this.clock.now();
    return accountId ? [new RecordPayoutAccount(await this.gateway.account(accountId), askedAt)] : [];
  }
}
