import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { ListDue } from '../queries/list-due.ts';
import { RefundPayment } from './refund-payment.ts';

/** Brings refunds whose end is not known to an end. */
@Injectable()
export class ReconcileRefunds {
  private readonly logger = new Logger(ReconcileRefunds.name);

  constructor(
    private readonly queries: QueryBus,
    private readonly refunding: RefundPayment,
  ) {}

  /** Asks the provider about every refund that is due for it. One that fails does not keep the others from their turn. */
  async reconcile(): Promise<void> {
    for (const refundId of await this.queries.execute(new ListDue('refunds'))) {
      await this.refunding.resume(refundId).catch(error => {
        // What is still unknown is asked for again later.
        if (!(error instanceof DomainError)) this.logger.error({ refundId, error }, 'A refund could not be reconciled');
      });
    }
  }
}
