import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { PaymentCollection } from '../../billing/billing.contract.ts';
import { LapsePurchase } from '../commands/lapse-purchase.ts';
import { ListOutdatedPurchases } from '../queries/list-outdated-purchases.ts';

/** Ends purchases that nobody should pay any more. First nobody can pay one any more, then it is over: a crash in between is made up for. */
@Injectable()
export class LapsePurchases {
  private readonly logger = new Logger(LapsePurchases.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly payments: PaymentCollection,
  ) {}

  /** One that is being charged goes on. @throws OutcomeUnknown */
  async lapse(purchaseId: string): Promise<void> {
    if (await this.payments.void('course_purchase', purchaseId))
      await this.commands.execute(new LapsePurchase(purchaseId));
  }

  /** @param courseId without it, of all courses */
  async sweep(courseId?: string): Promise<void> {
    for (const purchaseId of await this.queries.execute(new ListOutdatedPurchases(courseId))) {
      await this.lapse(purchaseId).catch(error => {
        this.logger.warn({ purchaseId, error }, 'An outdated purchase could not be ended yet');
      });
    }
  }
}
