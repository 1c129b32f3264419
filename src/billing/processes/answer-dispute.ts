import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { DisputeView } from '../billing.contract.ts';
import { GiveAnswer } from '../commands/give-answer.ts';
import { LoseTrackOfDispute } from '../commands/lose-track-of-dispute.ts';
import { RecordDisputes } from '../commands/record-disputes.ts';
import { type DisputeAnswer, DisputeGateway, type ProviderDispute } from '../domain/dispute-gateway.ts';
import { GetDispute } from '../queries/get-dispute.ts';
import { GetOpenDispute, type OpenDispute } from '../queries/get-open-dispute.ts';

/** What the bank is told is committed, then sent, then what became of it is recorded: a crash between any two is picked up again. */
@Injectable()
export class AnswerDispute {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: DisputeGateway,
  ) {}

  /**
   * Tells the bank, once, however often the same operation asks.
   * @throws what GiveAnswer throws
   * @throws OutcomeUnknown when the provider does not answer; it is told later, or by the same operation repeated
   */
  async answer(disputeId: string, answer: DisputeAnswer, operationId: string): Promise<DisputeView> {
    await this.commands.execute(new GiveAnswer(disputeId, answer, operationId));
    await this.resume(disputeId);
    return this.queries.execute(new GetDispute(disputeId));
  }

  /** Sends what is still to be said, and finds out how the dispute stands. @throws OutcomeUnknown */
  async resume(disputeId: string): Promise<void> {
    const open = await this.queries.execute(new GetOpenDispute(disputeId));
    if (!open) return;
    try {
      await this.commands.execute(new RecordDisputes(open.paymentId, await this.ask(open)));
    } catch (error) {
      await this.commands.execute(new LoseTrackOfDispute(open.paymentId, disputeId));
      throw error;
    }
  }

  private async ask({ providerId, providerPaymentId, answer }: OpenDispute): Promise<ProviderDispute[]> {
    if (answer) await this.gateway.answer(providerId, answer);
    return this.gateway.disputesOf(providerPaymentId);
  }
}
