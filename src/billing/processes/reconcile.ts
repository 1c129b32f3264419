import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { type Due, ListDue } from '../queries/list-due.ts';
import { AnswerDispute } from './answer-dispute.ts';
import { CollectPayment } from './collect-payment.ts';
import { PayOut } from './pay-out.ts';
import { RefundPayment } from './refund-payment.ts';

/** Brings to an end what was asked of the provider and whose end is not known. */
@Injectable()
export class Reconcile {
  private readonly logger = new Logger(Reconcile.name);
  private readonly resumed: Readonly<Record<Due, { resume(id: string): Promise<void> }>>;

  constructor(
    private readonly queries: QueryBus,
    payments: CollectPayment,
    refunds: RefundPayment,
    disputes: AnswerDispute,
    payouts: PayOut,
  ) {
    this.resumed = { payments, refunds, disputes, payouts };
  }

  /** Asks the provider about all of a kind that are due for it. One that fails does not keep the others from their turn. */
  async reconcile(kind: Due): Promise<void> {
    for (const id of await this.queries.execute(new ListDue(kind))) {
      await this.resumed[kind].resume(id).catch(error => {
        // Declined is an end too, and what is still unknown is asked for again later.
        if (!(error instanceof DomainError))
          this.logger.error({ id, error }, `One of the ${kind} could not be reconciled`);
      });
    }
  }
}
