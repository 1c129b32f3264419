import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { ListDue } from '../queries/list-due.ts';
import { CollectPayment } from './collect-payment.ts';

/** Brings payments whose end is not known to an end. */
@Injectable()
export class ReconcilePayments {
  private readonly logger = new Logger(ReconcilePayments.name);

  constructor(
    private readonly queries: QueryBus,
    private readonly collection: CollectPayment,
  ) {}

  /** Asks the provider about every payment that is due for it. One that fails does not keep the others from their turn. */
  async reconcile(): Promise<void> {
    for (const paymentId of await this.queries.execute(new ListDue('payments'))) {
      await this.collection.resume(paymentId).catch(error => {
        // Declined is an end too, and what is still unknown is asked for again later.
        if (!(error instanceof DomainError))
          this.logger.error({ paymentId, error }, 'A payment could not be reconciled');
      });
    }
  }
}
