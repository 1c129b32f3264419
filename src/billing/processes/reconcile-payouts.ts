import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { ListDue } from '../queries/list-due.ts';
import { PayOut } from './pay-out.ts';

/** Brings payouts whose end is not known to an end. */
@Injectable()
export class ReconcilePayouts {
  private readonly logger = new Logger(ReconcilePayouts.name);

  constructor(
    private readonly queries: QueryBus,
    private readonly paying: PayOut,
  ) {}

  /** Asks the provider about every payout that is due for it. One that fails does not keep the others from their turn. */
  async reconcile(): Promise<void> {
    for (const payoutId of await this.queries.execute(new ListDue('payouts'))) {
      await this.paying.resume(payoutId).catch(error => {
        // What is still unknown is asked for again later.
        if (!(error instanceof DomainError)) this.logger.error({ payoutId, error }, 'A payout could not be reconciled');
      });
    }
  }
}
