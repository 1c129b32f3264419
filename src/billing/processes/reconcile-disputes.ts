import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { CountOpenDisputes } from '../queries/count-open-disputes.ts';
import { ListDue } from '../queries/list-due.ts';
import { AnswerDispute } from './answer-dispute.ts';
import { OPEN_DISPUTES } from './open-disputes.ts';

/** Follows disputes until the bank has decided and their money is settled. */
@Injectable()
export class ReconcileDisputes {
  private readonly logger = new Logger(ReconcileDisputes.name);

  constructor(
    private readonly queries: QueryBus,
    private readonly answering: AnswerDispute,
    @InjectMetric(OPEN_DISPUTES) private readonly open: Gauge,
  ) {}

  /** Asks the provider about every dispute that is due for it. One that fails does not keep the others from their turn. */
  async reconcile(): Promise<void> {
    for (const disputeId of await this.queries.execute(new ListDue('disputes'))) {
      await this.answering.resume(disputeId).catch(error => {
        // What is not known yet is asked for again later.
        if (!(error instanceof DomainError))
          this.logger.error({ disputeId, error }, 'A dispute could not be reconciled');
      });
    }
    this.open.reset();
    for (const [state, count] of await this.queries.execute(new CountOpenDisputes())) this.open.set({ state }, count);
  }
}
