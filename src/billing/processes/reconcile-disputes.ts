import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { LoseTrackOfDispute } from '../commands/lose-track-of-dispute.ts';
import { RecordDisputes } from '../commands/record-disputes.ts';
import { DisputeGateway } from '../domain/dispute-gateway.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import { CountOpenDisputes } from '../queries/count-open-disputes.ts';
import { ListOpenDisputes, type OpenDispute } from '../queries/list-open-disputes.ts';
import { OPEN_DISPUTES } from './open-disputes.ts';

/** Follows disputes until the bank has decided and their money is settled. */
@Injectable()
export class ReconcileDisputes {
  private readonly logger = new Logger(ReconcileDisputes.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: DisputeGateway,
    @InjectMetric(OPEN_DISPUTES) private readonly open: Gauge,
  ) {}

  /** Asks the provider about every dispute that is due for it. One that fails does not keep the others from their turn. */
  async reconcile(): Promise<void> {
    for (const due of await this.queries.execute(new ListOpenDisputes())) {
      await this.ask(due).catch(error => {
        this.logger.error({ disputeId: due.disputeId, error }, 'A dispute could not be reconciled');
      });
    }
    this.open.reset();
    for (const [state, count] of await this.queries.execute(new CountOpenDisputes())) this.open.set({ state }, count);
  }

  private async ask({ disputeId, paymentId, providerPaymentId }: OpenDispute): Promise<void> {
    try {
      const told = await this.gateway.disputesOf(providerPaymentId);
      await this.commands.execute(new RecordDisputes(paymentId, told));
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      await this.commands.execute(new LoseTrackOfDispute(paymentId, disputeId));
    }
  }
}
